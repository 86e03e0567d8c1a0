import { endToEnd, placesOf } from "../../lower/places.ts";
import { addSizes, showSize } from "../../types/size.ts";
import { axisNamed, CHANNEL, UNBOUNDED, type ValueType } from "../../types/value-type.ts";
import { isPlaces, placesIn, sameChannels } from "../attention.ts";
import { many, operator, type RuleContext } from "../define.ts";
import { channelsOf, warnScales } from "../rules.ts";
import { flag } from "../settings.ts";

/** The axis along which joined places lie. */
const TOKEN = "token";

export const join = operator({
  name: "join",
  summary: "Puts sequences end to end, as one sequence of tokens.",
  documentation:
    "Each operand is a sequence, whatever the name of its axis, or a vector, which is one place; all need equally many channels. The result has the axis `token`, of which padding and the places of an operand that a record lacks are not filled. With `mark` a trained vector for each operand is added to its places, so that they can be told apart. Places are not counted anew: give a sequence its `positions` before it is joined. A token for the whole is a declared weight, joined first: `join(summary, words, sight)`, and read with `first(over: token)`.",
  family: "shape",
  operands: { xs: many(["feature", "signal"], "sequences and vectors", 2, { apart: true, alone: true }) },
  settings: {
    mark: flag("whether a trained vector of its own is added to the places of each operand", {
      default: false,
    }),
  },
  presence: { rule: "its places are not filled" },
  ragged: "masked",
  type({ xs }, _, at) {
    const sound = xs.map((x, i) => isPlaces(at, `xs.${i}`, x, "join"));
    if (sound.includes(false) || !sameChannels(at, "xs", xs)) return undefined;
    warnScales(at, "xs", xs);
    const size = xs.map(placesIn).reduce(addSizes);
    const ragged = filling(at, xs);
    return {
      kind: { name: "feature" },
      axes: [{ name: TOKEN, size, ...(ragged !== undefined && { ragged }) }, axisNamed(xs[0]!, CHANNEL)!],
      range: UNBOUNDED,
    };
  },
  parameters: {
    formula: "channels for each operand if `mark`, else 0",
    count: ({ xs }, { mark }) => (mark ? xs.length * channelsOf(xs[0]!) : 0),
  },
  lower(context, { xs }, { mark }, result) {
    const { g, weight } = context;
    const parts = xs.map((x, i) => {
      const { tensor, filled } = placesOf(context, x);
      if (!mark) return { tensor, filled };
      const own = weight(`mark_${i + 1}`, [channelsOf(x.type)], { kind: "normal", stddev: 0.02 });
      return { tensor: g.add(tensor, own), filled };
    });
    const { tensor, filled } = endToEnd(context, parts);
    const token = axisNamed(result, TOKEN)!;
    if (token.ragged !== undefined) context.fill(token, filled!);
    return tensor;
  },
  source:
    "Li et al. 2019, arXiv 1908.03557 (VisualBERT); Kim, Son & Kim, ICML 2021, arXiv 2102.03334 (type embeddings)",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    input motion: series(samples: 10, channels: 3) @ 50 Hz
    all = join(phrase |> embed(8), motion |> dense(8), mark: true) |> self_attention(2)
    output mood: Mood = all |> mean(over: token) |> classify(Mood)`,
});

/** How the joined axis is filled, as a name; undefined where every record fills all of it. */
function filling(at: RuleContext, xs: readonly ValueType[]): string | undefined {
  if (xs.some((x) => x.presence === "optional")) return at.fresh(TOKEN);
  const ragged = xs.map((x) => (x.axes.length === 1 ? undefined : x.axes[0]!.ragged));
  if (ragged.every((name) => name === undefined)) return undefined;
  return xs.map((x, i) => `${ragged[i] ?? ""}:${showSize(placesIn(x))}`).join("+");
}
