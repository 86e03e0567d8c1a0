import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { ModelInterface } from "../../compiler/plan/interface.ts";
import { type CheckRecord, type Field, recordCheckWith } from "./check-record.ts";
import { found, wanted } from "./field-words.ts";
import type { RecordProblem } from "./problems.ts";
import type { FieldSchema, RecordSchema } from "./record-schema.ts";

/**
 * Makes a check from a model's interface and the schema of its records. Every field is checked by itself, so that
 * no field's name, such as `constructor`, is mistaken for what every object has.
 */
export function createRecordCheck(face: ModelInterface, schema: RecordSchema): CheckRecord {
  // All that fields are described by, checked up to the first fault: a field is told once.
  const ajv = new Ajv({ allowUnionTypes: true, meta: false, validateSchema: false });
  const fits = new Map<FieldSchema, ValidateFunction>(
    Object.values(schema.properties).map((one) => [one, ajv.compile(one)]),
  );
  return recordCheckWith(face, schema, (field, value) => misfit(field, fits.get(field.schema)!, value));
}

function misfit({ input, schema }: Field, fits: ValidateFunction, value: unknown): RecordProblem[] {
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
