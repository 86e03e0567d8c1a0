import { axis, axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needChannels } from "../rules.ts";
import { integer } from "../settings.ts";

export const embedNumbers = operator({
  name: "embed_numbers",
  summary: "Gives every column of numbers a trained vector, as `embed` does for categories.",
  documentation:
    "`y[j] = x[j] · w[j] + b[j]` for each channel j, which becomes a place of the axis `column` with `dim` channels: the numerical tokens of an FT-Transformer. All other axes pass through.",
  family: "encode",
  operands: { x: one(["feature", "signal"], "the columns, side by side as channels") },
  settings: { dim: integer("how many channels each column gets", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { dim }, at) {
    const columns = needChannels(at, "x", x);
    if (columns === undefined) return undefined;
    if (axisNamed(x, "column") !== undefined) {
      return at.fail("axis_present", "x", {
        operator: "embed_numbers",
        value: at.words("x"),
        axis: "column",
      });
    }
    const others = x.axes.filter(({ name }) => name !== CHANNEL);
    return {
      kind: { name: "feature" },
      axes: [...others, axis("column", columns), axis(CHANNEL, dim)],
      range: UNBOUNDED,
    };
  },
  parameters: {
    formula: "2 · channels · dim",
    count: ({ x }, { dim }) => 2 * channelsOf(x) * dim,
  },
  lower({ g, weight }, { x }, { dim }) {
    const shape = [channelsOf(x.type), dim];
    const limit = 1 / Math.sqrt(dim);
    const start = { kind: "uniform", low: -limit, high: limit } as const;
    const places = g.mul(g.expandDims(x.tensor, -1), weight("weight", shape, start));
    return g.add(places, weight("bias", shape, start));
  },
  source: "Gorishniy et al., NeurIPS 2021, arXiv 2106.11959",
  example: `
    input patient: tabular(numbers: 6, categories: [4, 12])
    measured = patient.numbers |> embed_numbers(8) |> self_attention(2) |> mean(over: column)
    known = patient.categories |> embed(8) |> mean(over: column)
    output mood: Mood = sum(measured, known) |> classify(Mood)`,
});
