import type { Ops } from "../../graph/ops.ts";
import { BATCH, type Dim, product, type Shape, type Tensor } from "../../graph/tensor.ts";
import type { Lowered } from "../../lower/context.ts";
import { withoutPadding } from "../../lower/masked.ts";
import { showRate } from "../../types/show.ts";
import { compareSizes, showSize } from "../../types/size.ts";
import { type Axis, axisNamed, CHANNEL, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { one, operator, type RuleContext } from "../define.ts";
import { keptAxes } from "../rules.ts";
import { axes } from "../settings.ts";

export const contract = operator({
  name: "contract",
  summary: "Multiplies two values and sums over axes that both have.",
  documentation:
    "Other axes that both have are joined place by place, and those that only one has are kept: `Σ_over a · b`, the einsum of two operands by the names of their axes. With a declared weight as an operand it is a linear map. Padding counts as 0.",
  family: "fuse",
  operands: {
    a: one(["feature", "signal"], "the first value"),
    b: one(["feature", "signal"], "the second value"),
  },
  settings: { over: axes("the axes that are summed over, which both must have") },
  presence: "pass",
  ragged: "masked",
  type({ a, b }, { over }, at) {
    if (keptAxes(at, "b", b, over) === undefined) return undefined;
    for (const axis of a.axes) {
      const other = axisNamed(b, axis.name);
      if (other !== undefined && !agree(at, axis, other)) return undefined;
    }
    return { kind: { name: "feature" }, axes: resultAxes(a, b, over), range: UNBOUNDED };
  },
  lower(context, { a, b }, { over }, result) {
    const { g } = context;
    // A weight is the right side, which then has no batch.
    const [left, right] = b.fixed === undefined && a.fixed !== undefined ? [b, a] : [a, b];
    const names = ({ type }: Lowered) => type.axes.map((axis) => axis.name);
    const shared = names(left).filter((name) => names(right).includes(name) && !over.includes(name));
    const ownOf = (x: Lowered) => names(x).filter((name) => !over.includes(name) && !shared.includes(name));
    const rows = ownOf(left);
    const columns = ownOf(right);
    const sizes = sizesOf(left.type, right.type);
    const x = withoutPadding(context, left);
    const batch = "batch";
    const order = right.fixed === undefined ? [batch, ...shared, ...rows] : [...shared, batch, ...rows];
    const made =
      right.fixed === undefined
        ? g.matmul(
            matrices(g, x, [batch, ...names(left)], [[batch], shared, rows, over]),
            matrices(
              g,
              withoutPadding(context, right),
              [batch, ...names(right)],
              [[batch], shared, over, columns],
            ),
          )
        : g.matmul(
            matrices(g, x, [batch, ...names(left)], [shared, [batch, ...rows], over]),
            matrices(g, right.fixed, names(right), [shared, over, columns]),
          );
    const found = [...order, ...columns];
    const laidOut = g.reshape(
      made,
      found.map((name): Dim => (name === batch ? BATCH : sizes.get(name)!)),
    );
    return g.transpose(
      laidOut,
      [batch, ...result.axes.map((axis) => axis.name)].map((name) => found.indexOf(name)),
    );
  },
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    weight asked: feature[channel: 8] = normal(0.1)
    words = phrase |> embed(8)
    weights = contract(words, asked, over: channel)
    output mood: Mood = contract(words, weights, over: word) |> classify(Mood)`,
});

/** Whether axes of one name can be joined; reports where not. */
function agree(at: RuleContext, a: Axis, b: Axis): boolean {
  const { name: axis } = a;
  if (a.rate !== undefined && b.rate !== undefined && a.rate !== b.rate) {
    at.fail("rates_differ", "call", { axis, first: showRate(a.rate), other: showRate(b.rate) });
    return false;
  }
  if (compareSizes(a.size, b.size) === "different") {
    at.fail("sizes_differ", "call", { axis, first: showSize(a.size), other: showSize(b.size) });
    return false;
  }
  if (a.ragged !== undefined && b.ragged !== undefined && a.ragged !== b.ragged) {
    at.fail("ragged_differ", "call", { axis, first: at.words("a"), other: at.words("b") });
    return false;
  }
  return true;
}

/** The axes joined, then those of the first alone, then those of the second alone; `channel` last. */
function resultAxes(a: ValueType, b: ValueType, over: readonly string[]): Axis[] {
  const kept = (type: ValueType) => type.axes.filter(({ name }) => !over.includes(name));
  const isShared = (axis: Axis) => axisNamed(b, axis.name) !== undefined;
  const joined = kept(a).filter(isShared);
  const all = [
    // Filled as the one that may not be full.
    ...joined.map((axis) => ({ ...axisNamed(b, axis.name), ...axis })),
    ...kept(a).filter((axis) => !isShared(axis)),
    ...kept(b).filter(({ name }) => axisNamed(a, name) === undefined),
  ];
  return [...all.filter(({ name }) => name !== CHANNEL), ...all.filter(({ name }) => name === CHANNEL)];
}

const sizesOf = (...types: readonly ValueType[]) =>
  new Map(types.flatMap(({ axes: all }) => all.map(({ name, size }) => [name, size as number] as const)));

/**
 * A tensor, its dimensions named, as matrices: its dimensions in the order of some groups of names, each group one dimension,
 * but for empty ones before the last two.
 */
function matrices(
  g: Ops,
  x: Tensor,
  names: readonly string[],
  groups: readonly (readonly string[])[],
): Tensor {
  const places = groups.map((group) => group.map((name) => names.indexOf(name)));
  const shape: Shape = places.flatMap((group, i) =>
    group.length === 0 && i < groups.length - 2 ? [] : [product(group.map((place) => x.shape[place]!))],
  );
  return g.reshape(g.transpose(x, places.flat()), shape);
}
