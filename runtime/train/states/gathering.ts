import type { StoredTensor } from "../../files/safetensors.ts";

/** What gathers what the rows of a split say of a state, and makes the state of it in the end. */
export interface Gathering {
  /** Adds rows: what they give, and which of it counts. */
  add(values: Float32Array, counts: Float32Array): void;
  /** What the state is set to; undefined where nothing counts. */
  result(): StoredTensor["data"] | undefined;
}
