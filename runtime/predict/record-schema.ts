import type { DataField } from "../../compiler/plan/data-plan.ts";
import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { encoderOf } from "../data/encoders/index.ts";
import { FILE_SCHEMAS } from "../data/fields/contents.ts";
import { transformOf } from "../data/fields/prepare.ts";

/** The part of JSON Schema (draft 2020-12) in which fields are described. */
export type FieldSchema = Readonly<Record<string, unknown>>;

/** JSON Schema of a record that is to be predicted: an object with a field for each input. */
export interface RecordSchema {
  readonly title: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly additionalProperties: false;
  /** A record in which nothing is given says nothing. */
  readonly minProperties: 1;
}

/** @throws RuntimeFailure `modality-unsupported` */
export function recordSchema(
  { model, inputs }: Pick<ModelInterface, "model" | "inputs">,
  fields: readonly DataField[] = [],
): RecordSchema {
  const fieldOf = (name: string) => fields.find((field) => field.name === name);
  return {
    title: model,
    type: "object",
    properties: Object.fromEntries(
      inputs.map((input) => [input.name, fieldSchema(input, fieldOf(input.name))]),
    ),
    required: inputs.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
    minProperties: 1,
  };
}

function fieldSchema(input: InputSpec, field: DataField | undefined): FieldSchema {
  const { documentation } = input;
  return {
    ...(documentation === undefined ? {} : { description: documentation }),
    ...valueSchema(input, field),
  };
}

/** What a field takes: what its cells in the table were, or the value itself. */
function valueSchema(input: InputSpec, field: DataField | undefined): FieldSchema {
  const own = encoderOf(input).schema(input);
  if (transformOf(field, "date") !== undefined) return { type: "string" };
  if (field?.source.kind === "file" && NUMBERS.has(input.modality)) {
    return { anyOf: [own, ...FILE_SCHEMAS] };
  }
  if (field?.source.kind === "readings") {
    const names = [field.source.time, ...field.source.columns];
    const list = { type: "array", items: { type: "number" } };
    const properties = Object.fromEntries(names.map((name) => [name, list]));
    return { anyOf: [own, { type: "object", required: names, properties, additionalProperties: false }] };
  }
  if (field?.source.kind === "columns" && transformOf(field, "fill") !== undefined) {
    const { type = "number" } = (own.items ?? {}) as { readonly type?: string | readonly string[] };
    return { ...own, items: { type: [type, "null"].flat() } };
  }
  return own;
}

/** Modalities whose files hold arrays of numbers. */
const NUMBERS: ReadonlySet<string> = new Set(["vector", "series", "audio", "video", "points", "volume"]);
