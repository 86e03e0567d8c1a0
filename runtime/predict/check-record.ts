import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import { found, wanted } from "./field-words.ts";
import type { RecordProblem } from "./problems.ts";
import type { FieldSchema, RecordSchema } from "./record-schema.ts";

/** Finds all that is wrong with the form of a record; nothing where it fits. */
export type CheckRecord = (record: unknown) => RecordProblem[];

/** Fields that are told by name; beyond, a record speaks of something else altogether. */
const MOST_UNKNOWN = 8;

/** An input, and what its field is described by. */
export interface Field {
  readonly input: InputSpec;
  readonly schema: FieldSchema;
}

/** What is wrong with the value of a field that is there. */
export type CheckValue = (field: Field, value: unknown) => RecordProblem[];

/** Makes a check from a model's interface, the schema of its records and the check of single fields. */
export function recordCheckWith(
  { model, inputs, outputs }: ModelInterface,
  { properties, required }: Pick<RecordSchema, "properties" | "required">,
  misfit: CheckValue,
): CheckRecord {
  const fields = new Map(
    inputs.map((input): [string, Field] => [input.name, { input, schema: properties[input.name]! }]),
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

function missing({ input: { name, span }, schema }: Field): RecordProblem {
  const help = `Give ${wanted(schema)}, or declare the input \`optional\` and train again.`;
  return { field: name, message: "is missing", help, span };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
