import type { NumberArray } from "../../files/bytes.ts";
import { type Cell, cellError, type EncodedInput, type Encoder, FIXED, quoteCell } from "./define.ts";

/**
 * An encoder of numbers as they are. A table's cell holds them as JSON (`[0.5, 1]`, nested where there are several
 * axes) or plainly, separated by spaces, commas or semicolons, the last axis running fastest.
 */
export const numbers: Encoder = {
  source: "column",
  fit: () => ({}),
  open: (input) => ({
    encode(cell, into) {
      const { shape } = input.values;
      const value = typeof cell === "string" ? parsed(cell) : cell;
      if (Array.isArray(value)) fill(value, shape, into, cell);
      else throw refused(cell, shape, "is no list of numbers");
      return FIXED;
    },
  }),
  schema: ({ values }) => arrayOf(values.shape),
};

/** JSON Schema of numbers nested in lists of these lengths. */
function arrayOf(shape: readonly number[]): Readonly<Record<string, unknown>> {
  const [length, ...inner] = shape;
  if (length === undefined) return { type: "number" };
  return { type: "array", items: arrayOf(inner), minItems: length, maxItems: length };
}

function parsed(text: string): unknown {
  if (text.trimStart().startsWith("[")) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  const words = text.trim().split(/\s*[,;]\s*|\s+/);
  // An empty word would become 0.
  return words.includes("") ? undefined : words.map(Number);
}

/** A list of all numbers in a row is taken as well: tables often hold series so. */
function fill(
  value: readonly unknown[],
  shape: EncodedInput["values"]["shape"],
  into: NumberArray,
  cell: Cell,
): void {
  const flat = value.some(Array.isArray) ? flattened(value, shape) : value;
  if (flat === undefined) throw refused(cell, shape, "is not nested as the input is");
  if (flat.length !== into.length) throw refused(cell, shape, `has ${flat.length} numbers`);
  for (let i = 0; i < into.length; i++) {
    const number = flat[i];
    if (typeof number !== "number") throw refused(cell, shape, "holds something else than numbers");
    const stored = Math.fround(number);
    if (!Number.isFinite(stored)) throw refused(cell, shape, `holds ${number} at place ${i + 1}`);
    into[i] = stored;
  }
}

function flattened(value: readonly unknown[], [length, ...inner]: readonly number[]): unknown[] | undefined {
  if (value.length !== length) return undefined;
  if (inner.length === 0) return [...value];
  const all: unknown[] = [];
  for (const part of value) {
    const flat = Array.isArray(part) ? flattened(part, inner) : undefined;
    if (flat === undefined) return undefined;
    all.push(...flat);
  }
  return all;
}

function refused(cell: Cell, shape: readonly number[], what: string) {
  return cellError(
    `${quoteCell(cell)} ${what}`,
    `Give ${shape.join(" × ")} finite numbers, as JSON lists or separated by spaces, commas or semicolons.`,
  );
}
