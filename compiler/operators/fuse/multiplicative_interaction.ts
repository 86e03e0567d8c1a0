import type { Ops } from "../../graph/ops.ts";
import type { Tensor } from "../../graph/tensor.ts";
import { presentOr, spread } from "../../lower/arrange.ts";
import type { Lowered } from "../../lower/context.ts";
import { outer } from "../../lower/outer.ts";
import { axis, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, spreadAxes, withAxes } from "../rules.ts";
import { choice, integer } from "../settings.ts";

/** How many weights each form trains, for n channels of the condition, m of the value and o that come out. */
const COUNTS = {
  matrix: (n: number, m: number, o: number) => n * m * o + n * o + m * o + o,
  vector: (n: number, m: number) => 2 * n * m + 2 * m,
  scalar: (n: number) => 2 * n + 2,
} as const;

export const multiplicativeInteraction = operator({
  name: "multiplicative_interaction",
  summary: "Maps a value linearly, by weights that another value makes for each record.",
  documentation:
    "`y = W(c) x + b(c)` with weights and offset that are linear in the condition `c`, as in `sight |> multiplicative_interaction(words, units: 32)`. `matrix`: `y_k = Σ_nm c_n W_nmk x_m + Σ_n c_n U_nk + Σ_m x_m V_mk + b_k`, which is also what a hypernetwork of one layer computes. `vector`: `(c W + v) ∘ x + (c U + b)`, which is `film` with its scale written out. `scalar`: `(w · c + v) x + (u · c + b)`, one scale and one shift for all channels. The condition acts alike along all axes that it lacks; those that it has must agree by name, size and rate. Where a record lacks it, it counts as zeros: what is left are V or v, and b.",
  family: "fuse",
  operands: {
    x: one(["feature", "signal"], "the values that are mapped"),
    condition: one(["feature", "signal"], "what makes the weights of the map"),
  },
  settings: {
    form: choice(
      ["matrix", "vector", "scalar"],
      "whether the map is any linear one, one by channel, or one for all",
      {
        default: "matrix",
      },
    ),
    units: integer("how many channels come out of a `matrix`; the other forms keep those that come in", {
      optional: true,
    }),
  },
  presence: {
    rule: "an absent condition counts as zeros; without the first value there is no result",
    follows: "x",
  },
  ragged: "pass",
  type({ x, condition }, { form, units }, at) {
    const axes = spreadAxes(at, ["x", x], ["condition", condition]);
    if (axes === undefined) return undefined;
    const called = { callee: "multiplicative_interaction", setting: "units" };
    if (form === "matrix" && units === undefined) {
      return at.fail("setting_missing", "call", { ...called, summary: "how many channels come out" });
    }
    if (form !== "matrix" && units !== undefined) {
      const reason = `with \`form: ${form}\` as many channels come out as come in`;
      return at.fail("setting_idle", "units", { setting: "units", reason });
    }
    const mapped = units === undefined ? axes : withAxes(x, axis(CHANNEL, units));
    return { kind: { name: "feature" }, axes: mapped, range: UNBOUNDED };
  },
  parameters: {
    formula:
      "for n condition channels and m channels: `matrix` n · m · units + (n + m + 1) · units, `vector` 2 · n · m + 2 · m, `scalar` 2 · n + 2",
    count: ({ x, condition }, { form, units = 0 }) =>
      COUNTS[form](channelsOf(condition), channelsOf(x), units),
  },
  lower({ g, weight }, { x, condition }, { form, units = 0 }, { axes }) {
    const [n, m] = [channelsOf(condition.type), channelsOf(x.type)];
    const c = spread(g, condition, axes, presentOr(g, condition, 0));
    const kernel = (name: string, shape: readonly number[]) =>
      weight(name, shape, { kind: "glorot_uniform" });

    if (form === "matrix") {
      const parts = [
        multiplied(g, x, condition, c, kernel("products", [n * m, units])),
        g.linear(c, kernel("condition", [n, units])),
        g.linear(x.tensor, kernel("value", [m, units])),
        weight("bias", [units], { kind: "zeros" }),
      ];
      return parts.reduce((a, b) => g.add(a, b));
    }
    const width = form === "vector" ? m : 1;
    const scale = g.add(
      g.linear(c, kernel("scale_kernel", [n, width])),
      weight("scale_bias", [width], { kind: "ones" }),
    );
    const shift = g.add(
      g.linear(c, kernel("shift_kernel", [n, width])),
      weight("shift_bias", [width], { kind: "zeros" }),
    );
    return g.add(g.mul(scale, x.tensor), shift);
  },
  source: "Jayakumar et al., ICLR 2020; Ha, Dai & Le, ICLR 2017, arXiv 1609.09106 (hypernetworks)",
  example: `
    input photo: image(8, 8, rgb)
    input speech: vector(6)
    sight = photo |> conv(4) |> multiplicative_interaction(speech, units: 4) |> relu |> mean(over: space)
    output mood: Mood = sight |> classify(Mood)`,
});

/** `Σ_nm c_n W_nmk x_m`. A condition of the whole record makes one map for it, which all places share. */
function multiplied(g: Ops, x: Lowered, condition: Lowered, c: Tensor, weights: Tensor): Tensor {
  if (condition.type.axes.length > 1) return g.linear(outer(g, c, x.tensor), weights);
  const [n, m] = [channelsOf(condition.type), channelsOf(x.type)];
  const units = weights.shape[1] as number;
  const [rows, ...sizes] = x.tensor.shape.slice(0, -1);
  const made = g.linear(g.reshape(c, [rows!, n]), g.reshape(weights, [n, m * units]));
  const places = g.reshape(x.tensor, [rows!, (sizes as number[]).reduce((a, b) => a * b, 1), m]);
  return g.reshape(g.matmul(places, g.reshape(made, [rows!, m, units])), [rows!, ...sizes, units]);
}
