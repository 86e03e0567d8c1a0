import { recordSchema } from "../../predict/record-schema.ts";
import type { Target } from "../target.ts";

/** JSON Schema of the records that a model accepts: draft 2020-12, an object with a field for each input. */
export const jsonSchema: Target = {
  name: "json-schema",
  summary: "the records that the model accepts, as JSON Schema",
  files({ compiled }) {
    const schema = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      ...recordSchema(compiled.interface, compiled.training?.data.fields),
    };
    return new Map([["record.schema.json", `${JSON.stringify(schema, null, 2)}\n`]]);
  },
};
