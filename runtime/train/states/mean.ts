import type { StoredTensor } from "../../files/safetensors.ts";
import type { Gathering } from "./gathering.ts";

/** Sets each place to the mean over the rows that count there; where none does, it stays. */
export function gatherMean(before: StoredTensor["data"]): Gathering {
  const values = new Float64Array(before.length);
  const counts = new Float64Array(before.length);
  return {
    add(rows, counted) {
      addRows(values, rows);
      addRows(counts, counted);
    },
    result: () => Float32Array.from(before, (old, i) => (counts[i]! > 0 ? values[i]! / counts[i]! : old)),
  };
}

/** Adds numbers of rows to their sums, place by place. */
function addRows(sums: Float64Array, rows: Float32Array): void {
  rows.forEach((value, i) => {
    sums[i % sums.length]! += value;
  });
}
