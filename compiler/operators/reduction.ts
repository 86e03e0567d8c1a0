/** What `mean`, `max` and `min` share: they go over axes of one value, or place by place over several. */
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import { presentRows } from "../lower/arrange.ts";
import type { LowerContext, Lowered } from "../lower/context.ts";
import { projected } from "../lower/project.ts";
import type { Size } from "../types/size.ts";
import { UNBOUNDED, type ValueType } from "../types/value-type.ts";
import { many, type ResultType, type RuleContext } from "./define.ts";
import { commonRange, joinToWidth, keptAxes, projectionWidth, warnScales } from "./rules.ts";
import { axes } from "./settings.ts";

export const REDUCTION_OPERANDS = {
  xs: many(["feature", "signal"], "one value and the axes to go over, or several values", 1),
} as const;

export const REDUCTION_SETTINGS = {
  over: axes("the axes to go over, of a single value; `space` stands for those that convolutions act on", {
    optional: true,
  }),
  width: projectionWidth,
} as const;

interface Given<N> {
  readonly over: readonly string[] | undefined;
  readonly width: N | undefined;
}

/** The axes that are left of one value, or those that several have in common. */
export function reductionType(
  operator: string,
  xs: readonly ValueType[],
  { over, width }: Given<Size>,
  at: RuleContext,
): ResultType | undefined {
  const [x, ...others] = xs;
  if (others.length > 0) {
    if (over !== undefined) {
      const parameters = { operator, setting: "over", meant: "one value", count: xs.length };
      const help = [
        `reduce each value first, as in \`${at.words("xs", 0)} |> ${operator}(over: ${over[0]})\``,
      ];
      return at.fail("setting_count", "over", parameters, { help });
    }
    const joined = joinToWidth(at, operator, xs, width);
    if (joined === undefined) return undefined;
    warnScales(at, "xs", xs);
    return {
      kind: { name: "feature" },
      axes: joined,
      range: width === undefined ? commonRange(xs) : UNBOUNDED,
    };
  }
  if (width !== undefined) {
    const parameters = { operator, setting: "width", meant: "several values", count: 1 };
    return at.fail("setting_count", "width", parameters, { help: ["map one value with `dense`"] });
  }
  if (over === undefined) {
    const parameters = { callee: operator, setting: "over", summary: REDUCTION_SETTINGS.over.summary };
    const help = [`name the axes, or give it the other values to join: \`${operator}(a, b)\``];
    return at.fail("setting_missing", "call", parameters, { help });
  }
  const kept = keptAxes(at, "xs.0", x!, over);
  return kept && { kind: { name: "feature" }, axes: kept, range: x!.range };
}

/** One value of several, and where some may be absent, in which rows it is there: bool `[B, 1, …]`. */
export interface Part {
  readonly tensor: Tensor;
  readonly present?: Tensor;
}

/** `one` for one value, and `several` for values whose axes are in one order, mapped to the width if one is given. */
export function reduced(
  context: LowerContext,
  xs: readonly Lowered[],
  { over = [], width }: Given<number>,
  one: (context: LowerContext, x: Lowered, over: readonly string[]) => Tensor,
  several: (g: Ops, parts: readonly Part[]) => Tensor,
): Tensor {
  const { g } = context;
  if (xs.length === 1) return one(context, xs[0]!, over);
  const tensors = projected(context, xs, xs[0]!.type.axes, width);
  const parts = tensors.map((tensor, i): Part => {
    const present = presentRows(g, xs[i]!, tensor.shape.length - 1);
    return { tensor, ...(present && { present }) };
  });
  return several(g, parts);
}

/** The most extreme of the parts that are there, place by place; of nothing, 0. `worst` loses against every number. */
export function extremeOf(
  g: Ops,
  parts: readonly Part[],
  better: (a: Tensor, b: Tensor) => Tensor,
  worst: number,
): Tensor {
  const extreme = parts
    .map(({ tensor, present }) => (present ? g.select(present, tensor, g.scalar(worst)) : tensor))
    .reduce(better);
  const flags = parts.flatMap(({ present }) => present ?? []);
  if (flags.length < parts.length) return extreme;
  return g.select(
    flags.reduce((a, b) => g.logicalOr(a, b)),
    extreme,
    g.scalar(0),
  );
}

/** The mean of the parts that are there, place by place; of nothing, 0. */
export function meanOf(g: Ops, parts: readonly Part[]): Tensor {
  const total = parts
    .map(({ tensor, present }) => (present ? g.select(present, tensor, g.scalar(0)) : tensor))
    .reduce((a, b) => g.add(a, b));
  const flags = parts.flatMap(({ present }) => (present ? [g.cast(present, "float32")] : []));
  if (flags.length === 0) return g.mul(total, g.scalar(1 / parts.length));
  const always = g.scalar(parts.length - flags.length);
  return g.div(
    total,
    g.maximum(
      [always, ...flags].reduce((a, b) => g.add(a, b)),
      g.scalar(1),
    ),
  );
}
