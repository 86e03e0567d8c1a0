import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import { found, wanted } from "./field-words.ts";
import type { RecordProblem } from "./problems.ts";
import type { FieldSchema, RecordSchema } from "./record-schema.ts";

/** Finds all that is wrong with the form of a record; nothing where it fits. */
export type CheckRecord = (record: unknown) => RecordProblem[];

/** Fields that are told by name; beyond, a record speaks of something else altogether. */
const MOST_UNKNOWN = 8;

interface Field {
  readonly input: InputSpec;
  readonly schema: FieldSchema;
  readonly fits: ValidateFunction;
}

/**
 * Makes a check from a model's interface and the schema of its records. Every field is checked by itself, so that
 * no field's name, such as `constructor`, is mistaken for what every object has.
 */
export function createRecordCheck(
  { model, inputs, outputs }: ModelInterface,
  { properties, required }: RecordSchema,
): CheckRecord {
  // All that fields are described by, checked up to the first fault: a field is told once.
  const ajv = new Ajv();
  const fields = new Map(
    inputs.map((input): [string, Field] => {
      const schema = properties[input.name]!;
      return [input.name, { input, schema, fits: ajv.compile(schema) }];
    }),
  );
  const names = [...fields.keys()];

  return (record) => {
    if (!isObject(record)) {
      const example = names.map((name) => `${JSON.stringify(name)}: …`).join(", ");
      const message = `must be an object, not ${found(record)}`;
      return [{ message, help: `Write a record as {${example}}.` }];
    }
    const given = Object.keys(record);
    if (given.length === 0) return [{ message: "has no field", help: `Give ${listNames(names)}.` }];

    const absent = new Set(names.filter((name) => !Object.hasOwn(record, name)));
    const strange = given.filter((name) => !fields.has(name));
    const problems = [
      ...[...fields].flatMap(([name, field]) => (absent.has(name) ? [] : misfit(field, record[name]))),
      ...strange.slice(0, MOST_UNKNOWN).map((name) => unknown(name, absent)),
    ];
    for (const name of required) {
      if (absent.has(name)) problems.push(missing(fields.get(name)!));
    }
    return problems;
  };

  /** Takes the input that was probably meant from those that are absent: it is misspelt, not missing. */
  function unknown(field: string, absent: Set<string>): RecordProblem {
    const message = `is no input of ${model}`;
    if (outputs.some(({ name }) => name === field)) {
      return { field, message, help: `Leave ${field} out: the model decides it.` };
    }
    const meant = nearest(field, absent) ?? nearest(field, names);
    if (meant === undefined) {
      return { field, message, help: `Leave ${field} out, or give ${listNames(names)}.` };
    }
    absent.delete(meant);
    return { field, message, help: `Did you mean ${meant}?`, span: fields.get(meant)!.input.span };
  }
}

function misfit({ input, schema, fits }: Field, value: unknown): RecordProblem[] {
  if (fits(value)) return [];
  const { name, optional, span } = input;
  const message = `must be ${wanted(schema)}, ${instead(schema, value, fits.errors?.[0])}`;
  const help =
    value === null && optional ? `Leave ${name} out where there is none.` : `Give ${wanted(schema)}.`;
  return [{ field: name, message, help, span }];
}

/** What is there instead: all of the value, or the first place in a list that does not fit. */
function instead(schema: FieldSchema, value: unknown, error: ErrorObject | undefined): string {
  const path = schema.anyOf === undefined ? (error?.instancePath.split("/").slice(1) ?? []) : [];
  if (path.length === 0) return `not ${found(value)}`;
  const part = path.reduce((outer, key) => (outer as Readonly<Record<string, unknown>>)[key], value);
  const place = path.map((key) => (/^\d+$/.test(key) ? Number(key) + 1 : `"${key}"`)).join(", ");
  return `but ${found(part)} stands at place ${place}`;
}

function missing({ input: { name, span }, schema }: Field): RecordProblem {
  const help = `Give ${wanted(schema)}, or declare the input \`optional\` and train again.`;
  return { field: name, message: "is missing", help, span };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
