import { BATCH } from "../../graph/tensor.ts";
import { compareSizes, multiplySizes, type Size, showSize } from "../../types/size.ts";
import { type Axis, axisNamed, CHANNEL, LABEL } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { wholeSizes } from "../rules.ts";
import { sizes } from "../settings.ts";

export const reshape = operator({
  name: "reshape",
  summary: "Lays the same numbers out along other axes, each with its name and size.",
  documentation:
    "`reshape(row: 8, column: 8, channel: 3)` names all axes of the result, the slowest first and `channel` last; the numbers stay in the order that they have in the type, the last axis running fastest, as in NumPy, Keras and PyTorch. One size may be `_`, which then follows from the others. An axis that is named again with its own size is the one that it was, with its rate and its filling: it has to lie where it lay, since to lay numbers out anew exchanges no axes. `split` and `merge` change one axis and leave the others alone, and `rename` calls one otherwise.",
  family: "shape",
  operands: { x: one(["feature", "signal", "tokens"], "the value to lay out") },
  settings: { into: sizes("the axes of the result, the slowest first") },
  presence: "pass",
  ragged: "pass",
  type({ x }, { into }, at) {
    const all = product(x.axes);
    const made = wholeSizes(at, "into", into, all);
    if (made === undefined) return undefined;
    if (Object.hasOwn(into, LABEL)) return at.fail("axis_reserved", `into.${LABEL}`, { axis: LABEL });
    if (Object.hasOwn(into, CHANNEL) && made.at(-1)!.name !== CHANNEL) {
      return at.fail("channel_not_last", `into.${CHANNEL}`, {});
    }
    if (compareSizes(all, product(made)) === "different") {
      return at.fail("reshape_sizes", "call", {
        value: at.words("x"),
        count: showSize(all),
        axes: listed(x.axes),
        product: showSize(product(made)),
        made: listed(made),
      });
    }
    const axes: Axis[] = [];
    for (const [i, own] of made.entries()) {
      const before = axisNamed(x, own.name);
      if (before === undefined || compareSizes(before.size, own.size) !== "same") {
        axes.push(own);
        continue;
      }
      const place = x.axes.indexOf(before);
      if (compareSizes(product(x.axes.slice(0, place)), product(made.slice(0, i))) === "different") {
        const parameters = { axis: own.name, axes: listed(x.axes), made: listed(made) };
        return at.fail("reshape_moves", `into.${own.name}`, parameters);
      }
      axes.push(before);
    }
    const lost = x.axes.find((own) => own.ragged !== undefined && !axes.includes(own));
    if (lost !== undefined) {
      const parameters = { operator: "reshape", axis: lost.name, value: at.words("x") };
      return at.fail("ragged_refused", "x", parameters);
    }
    return { kind: x.kind, axes, range: x.range };
  },
  lower: ({ g }, { x }, _, { axes }) =>
    g.reshape(x.tensor, [BATCH, ...axes.map(({ size }) => size as number)]),
  source: "NumPy reshape; Keras Reshape",
  example: `
    input photo: image(8, 8, rgb)
    rows = photo |> reshape(row: 8, channel: _) |> gru(4)
    output mood: Mood = rows |> classify(Mood)`,
});

const product = (axes: readonly Axis[]): Size =>
  axes.map(({ size }) => size).reduce((a, b) => (a === 1 ? b : multiplySizes(a, b)), 1);

const listed = (axes: readonly Axis[]): string =>
  axes.length === 0 ? "one number" : axes.map(({ name, size }) => `${name}: ${showSize(size)}`).join(", ");
