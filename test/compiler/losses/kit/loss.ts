import { gradientsOf } from "../../../../compiler/graph/autodiff.ts";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { BATCH } from "../../../../compiler/graph/tensor.ts";
import type { AnyTargetLoss } from "../../../../compiler/losses/define.ts";
import { type LossName, losses } from "../../../../compiler/losses/index.generated.ts";
import type { OutputSpec } from "../../../../compiler/plan/interface.ts";
import type { ValueType } from "../../../../compiler/types/value-type.ts";
import { flat, type Grid, type Nested, type Row } from "../../operators/kit/arrays.ts";
import { evaluate } from "../../operators/kit/compute.ts";
import { withDefaults } from "../../operators/kit/types.ts";

interface Held {
  readonly type: ValueType;
  readonly values: Grid;
  /** Further forms of the values. */
  readonly log?: Grid;
  readonly logit?: Grid;
}

/** A loss of some values against targets, row by row, and the slope of its mean by each of the numbers it goes by. */
export function compare(
  name: LossName,
  { type, values, log, logit }: Held,
  output: OutputSpec,
  targets: Nested,
  settings: Readonly<Record<string, unknown>> = {},
  fitted?: Row,
  step = 0,
): { rows: Row; slopes: Row } {
  const loss = losses[name] as AnyTargetLoss;
  const g = createOps(createBuilder());
  const wide = [BATCH, values[0]!.length];
  const feed = (key: string, shape = wide) => g.feed({ name: key, shape, dtype: "float32" });
  const { dtype, shape } = output.target;
  const given = log ? "log" : logit ? "logit" : "values";
  const by = feed(given);
  const perRow = loss.perRow(
    g,
    {
      value: {
        type,
        tensor: feed("values"),
        ...(log && { log: feed("log") }),
        ...(logit && { logit: feed("logit") }),
      },
      output,
      target: g.feed({ name: "target", shape: [BATCH, ...shape], dtype }),
      mask: () => undefined,
      step: () => g.feed({ name: "step", shape: [], dtype: "float32" }),
      fitted: (rule) => g.feed({ name: rule, shape: [fitted!.length], dtype: "float32" }),
    },
    withDefaults(loss.settings, settings) as never,
  );
  const [slopes] = gradientsOf(g, g.reduceMean(perRow, [0]), [by]);
  const fits = fitted && { class_weights: fitted, positive_weights: fitted };
  const feeds = { ...fits, step, values, target: targets, ...(log && { log }), ...(logit && { logit }) };
  const found = evaluate({ rows: perRow, slopes: slopes! }, feeds, values.length);
  return { rows: flat(found.rows!), slopes: flat(found.slopes!) };
}
