import type { FieldSchema } from "./record-schema.ts";

/** A type of JSON: one with its article, and many. */
const NOUNS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ["a text", "texts"],
  number: ["a number", "numbers"],
  array: ["a list", "lists"],
  object: ["an object", "objects"],
};

/** What values of a schema are, in words: `a list of 3 numbers`. */
export function wanted(schema: FieldSchema, many = false): string {
  const { type, anyOf, items, minItems, maxItems, required } = schema;
  if (Array.isArray(anyOf)) return anyOf.map((one: FieldSchema) => wanted(one, many)).join(" or ");
  const noun = NOUNS[String(type)]?.[many ? 1 : 0] ?? (many ? "values" : "a value");
  if (items !== undefined) {
    const exact = minItems !== undefined && minItems === maxItems;
    if (exact && minItems === 1) return `${noun} with ${wanted(items as FieldSchema)}`;
    return `${noun} of ${exact ? `${minItems} ` : ""}${wanted(items as FieldSchema, true)}`;
  }
  if (Array.isArray(required)) return `${noun} with ${required.map((name) => `"${name}"`).join(" and ")}`;
  return noun;
}

/** What a value of JSON is, in words: `a text`, `a list of 2`, `null`. */
export function found(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (value === "") return "an empty text";
  if (value === null || typeof value === "boolean") return String(value);
  return NOUNS[typeof value]?.[0] ?? "no value of JSON";
}
