import { gradientsOf } from "../../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { BATCH } from "../../../../compiler/graph/tensor.ts";
import { ctc } from "../../../../compiler/losses/ctc.ts";
import { withBlank } from "../../../../compiler/types/blank.ts";
import { type Cube, flat, type Grid, type Row } from "../../operators/kit/arrays.ts";
import { evaluate } from "../../operators/kit/compute.ts";
import { logits, upTo } from "../../operators/kit/types.ts";
import { outputOf } from "./output.ts";

export const LETTER = { name: "Letter", labels: ["a", "b"] };
export const BLANK = 2;

/** The loss of what is spelt, row by row, and the slopes of their sum. */

export function spelt(values: Cube, targets: Grid, lengths?: Row) {
  const [steps, length] = [values[0]!.length, targets[0]!.length];
  const g = createOps(createBuilder());
  const tensor = g.feed({ name: "values", shape: [BATCH, steps, 3], dtype: "float32" });
  const mask = lengths && g.feed({ name: "mask", shape: [BATCH, steps], dtype: "float32" });
  const rows = ctc.perRow(
    g,
    {
      value: { type: logits(withBlank(LETTER), { step: lengths ? upTo(steps) : steps }), tensor },
      output: outputOf({ kind: "sequence", category: LETTER, steps, length }),
      target: g.feed({ name: "targets", shape: [BATCH, length], dtype: "int32" }),
      mask: () => mask,
      step: () => g.scalar(0),
      fitted: () => g.constant([1, 1]),
    },
    {},
  );
  const [slopes] = gradientsOf(g, g.reduceSum(rows, [0]), [tensor]);
  const filled = lengths?.map((count) => Array.from({ length: steps }, (_, step) => Number(step < count)));
  const found = evaluate(
    { rows, slopes: slopes! },
    { values, targets, ...(filled && { mask: filled }) },
    values.length,
  );
  return { rows: flat(found.rows!), slopes: flat(found.slopes!) };
}
