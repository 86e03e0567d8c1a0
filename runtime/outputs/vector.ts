import { UNBOUNDED, type ValueType } from "../../compiler/types/value-type.ts";
import { cellError } from "../data/encoders/define.ts";
import { numbers } from "../data/encoders/numbers.ts";
import type { OutputRuntime } from "./define.ts";
import { type RegressionColumn, regressionMeasure } from "./regression.ts";

export interface VectorDecision {
  readonly values: readonly number[];
}

/** Numbers without ragged axes, whatever they mean. */
const TYPE: ValueType = {
  kind: { name: "signal" },
  axes: [],
  range: UNBOUNDED,
  presence: "always",
  mixing: "independent",
};

export const vector: OutputRuntime<"vector", VectorDecision, RegressionColumn> = {
  encoder({ name, size, target }) {
    const part = { feed: name, dtype: "float32", shape: target.shape, type: TYPE } as const;
    const { encode } = numbers.open({ name, modality: "vector", settings: { size }, parts: [part] }, {});
    return (cell, into) => {
      if (cell === undefined) {
        throw cellError("the cell is empty", `Write ${size} numbers, or leave the record out of the table.`);
      }
      encode(cell, [into]);
    };
  },
  decide: (_, given) => ({ values: Array.from(given) }),
  measure: ({ size }) => regressionMeasure(size),
  details: () => ({}),
};
