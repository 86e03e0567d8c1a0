import type { Variable } from "../../compiler/graph/graph.ts";
import { failure, type RuntimeFailure } from "../failure.ts";
import type { VariableValues } from "./backend.ts";

/**
 * Refuses values that are not those of these variables.
 *
 * @param path what the file that they come from is called
 * @throws RuntimeFailure `checkpoint-mismatch`
 */
export function requireFit(path: string, values: VariableValues, variables: readonly Variable[]): void {
  for (const { name, shape, dtype } of variables) {
    const found = values.get(name);
    if (found === undefined) throw misfit(path, `it has no ${name}`);
    if (String(found.shape) !== String(shape)) {
      throw misfit(path, `${name} is [${found.shape.join(", ")}] there and [${shape.join(", ")}] here`);
    }
    if (found.data instanceof Int32Array !== (dtype === "int32"))
      throw misfit(path, `${name} is no ${dtype} there`);
  }
}

export const misfit = (path: string, what: string): RuntimeFailure =>
  failure("checkpoint-mismatch", {
    message: `${path} does not fit the model: ${what}`,
    help: "Use the checkpoint with the sources and the version of Fusewire that wrote it, or train again.",
  });
