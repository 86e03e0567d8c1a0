import type { InputSpec, ModelInterface } from "../../compiler/plan/interface.ts";
import { encoderOf } from "../data/encoders/index.ts";

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
export function recordSchema({ model, inputs }: Pick<ModelInterface, "model" | "inputs">): RecordSchema {
  return {
    title: model,
    type: "object",
    properties: Object.fromEntries(inputs.map((input) => [input.name, fieldSchema(input)])),
    required: inputs.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
    minProperties: 1,
  };
}

function fieldSchema(input: InputSpec): FieldSchema {
  const { documentation } = input;
  return {
    ...(documentation === undefined ? {} : { description: documentation }),
    ...encoderOf(input).schema(input),
  };
}
