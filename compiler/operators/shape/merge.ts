import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { arranged } from "../../lower/arrange.ts";
import type { LowerContext } from "../../lower/context.ts";
import { multiplySizes, showSize } from "../../types/size.ts";
import { type Axis, axisNamed, CHANNEL, LABEL, type ValueType } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { axes, newAxis } from "../settings.ts";

export const merge = operator({
  name: "merge",
  summary: "Makes one axis of several.",
  documentation:
    "`photo |> merge([height, width], as: token)` lays the places out one after the other, the last of the named axes fastest, so that attention can go along them. A place is filled where it was in each of the axes. What was a `time` has no rate any more.",
  family: "shape",
  operands: { x: one(["feature", "signal"], "the value whose axes are merged") },
  settings: {
    over: axes("the axes that become one", { positional: true }),
    as: newAxis("what that one is called"),
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { over, as }, at) {
    const held = [...over, as].find((name) => name === CHANNEL || name === LABEL);
    if (held !== undefined) {
      return at.fail("channel_pooled", held === as ? "as" : "over", { operator: "merge", axis: held });
    }
    if (axisNamed(x, as) !== undefined && !over.includes(as)) {
      return at.fail("axis_present", "x", { operator: "merge", value: at.words("x"), axis: as });
    }
    const merged = over.map((name) => axisNamed(x, name)!);
    const ragged = filling(merged);
    const size = merged.map((axis) => axis.size).reduce((a, b) => (a === 1 ? b : multiplySizes(a, b)));
    const made = { name: as, size, ...(ragged !== undefined && { ragged }) };
    const [before, behind] = around(x, over);
    return {
      kind: { name: x.kind.name === "signal" ? "signal" : "feature" },
      axes: [...before, made, ...behind],
      range: x.range,
    };
  },
  lower(context, { x }, { over, as }, result) {
    const { g } = context;
    const merged = over.map((name) => axisNamed(x.type, name)!);
    const [before, behind] = around(x.type, over);
    const tensor = arranged(g, x, [...before, ...merged, ...behind]);
    const made = axisNamed(result, as)!;
    if (made.ragged !== undefined && merged.length > 1) context.fill(made, filledPlaces(context, merged));
    return g.reshape(tensor, [BATCH, ...result.axes.map(({ size }) => size as number)]);
  },
  example: `
    input photo: image(8, 8, rgb)
    patches = photo |> conv(8) |> max_pool(2) |> merge([height, width], as: token)
    output mood: Mood = patches |> self_attention(2) |> mean(over: token) |> classify(Mood)`,
});

/** The axes before the first of those that are merged, and the others. */
function around({ axes: all }: Pick<ValueType, "axes">, over: readonly string[]): [Axis[], Axis[]] {
  const first = all.findIndex(({ name }) => over.includes(name));
  const isOther = ({ name }: Axis) => !over.includes(name);
  return [all.slice(0, first).filter(isOther), all.slice(first).filter(isOther)];
}

/** How the merged axis is filled, as a name; undefined where all of it always is. */
function filling(merged: readonly Axis[]): string | undefined {
  if (merged.every(({ ragged }) => ragged === undefined)) return undefined;
  if (merged.length === 1) return merged[0]!.ragged;
  return merged.map(({ ragged = "", size }) => `${ragged}:${showSize(size)}`).join("*");
}

/** `[B, places]`: 1 where a place is filled in each of the axes. */
function filledPlaces({ g, mask }: LowerContext, merged: readonly Axis[]): Tensor {
  const sizes = merged.map(({ size }) => size as number);
  const masks = merged.flatMap((axis, i) => {
    const own = mask(axis);
    return own === undefined
      ? []
      : [g.reshape(own, [BATCH, ...sizes.map((size, j) => (i === j ? size : 1))])];
  });
  const all = g.broadcastTo(
    masks.reduce((a, b) => g.mul(a, b)),
    [BATCH, ...sizes],
  );
  return g.reshape(all, [BATCH, sizes.reduce((a, b) => a * b, 1)]);
}
