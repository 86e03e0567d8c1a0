import { isKnown } from "../../types/size.ts";
import { axis, axisNamed, CHANNEL, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { integer } from "../settings.ts";

export const embed = operator({
  name: "embed",
  summary: "Looks up a trained vector of `dim` channels for every token.",
  documentation:
    "Adds the axis `channel`. Tokens past the end of a text are padding: the vectors they get never count, because the ragged axis carries its mask on.",
  family: "encode",
  operands: { x: one(["tokens"], "the tokens to look up") },
  settings: { dim: integer("how many channels each token gets", { positional: true }) },
  presence: "pass",
  ragged: "pass",
  type({ x }, { dim }, at) {
    if (axisNamed(x, CHANNEL) !== undefined) {
      return at.fail("axis_present", "x", { operator: "embed", value: at.words("x"), axis: CHANNEL });
    }
    return { kind: { name: "feature" }, axes: [...x.axes, axis(CHANNEL, dim)], range: UNBOUNDED };
  },
  parameters: {
    formula: "vocabulary · dim",
    count: ({ x }, { dim }) => vocabularyOf(x) * dim,
  },
  lower({ g, weight }, { x }, { dim }) {
    const table = weight("table", [vocabularyOf(x.type), dim], { kind: "uniform", low: -0.05, high: 0.05 });
    return g.gather(table, x.tensor);
  },
  source: "Keras Embedding",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    output mood: Mood = phrase |> embed(8) |> mean(over: word) |> classify(Mood)`,
});

/** How many different tokens there are. */
function vocabularyOf({ kind }: ValueType): number {
  return kind.name === "tokens" && isKnown(kind.vocabulary) ? kind.vocabulary : 0;
}
