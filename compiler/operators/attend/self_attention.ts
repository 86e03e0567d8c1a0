import { listNames } from "../../../diagnostics/suggest.ts";
import type { Ops } from "../../graph/ops.ts";
import { BATCH, type Tensor } from "../../graph/tensor.ts";
import { type LowerContext, sizeOf } from "../../lower/context.ts";
import { withoutPadding } from "../../lower/masked.ts";
import { isKnown, showSize } from "../../types/size.ts";
import { axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator } from "../define.ts";
import { channelsOf, needSequence } from "../rules.ts";
import { integer } from "../settings.ts";

/** A score that gives a weight of exactly 0 beside any ordinary score, and is finite. */
const NEVER = -1e9;

export const selfAttention = operator({
  name: "self_attention",
  summary: "Lets every place of a sequence gather from all its places what it needs: multi-head attention.",
  documentation:
    "`softmax(Q Kᵀ / √(dim / heads)) V` for each head, with `Q`, `K` and `V` linear maps of the operand to `dim` channels and a last linear map back to the channels that came in. The sequence is the one axis beside `channel`; places that are padding are never looked at. Nothing is added around it: write `sum(x, x |> self_attention(4))` for a residual connection.",
  family: "attend",
  operands: { x: one(["feature", "signal"], "the sequence") },
  settings: {
    heads: integer("how many attentions work side by side, each on its share of the channels", {
      positional: true,
    }),
    dim: integer("how many channels the heads have together; as many as come in if left out", {
      optional: true,
    }),
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { heads, dim }, at) {
    const sequence = needSequence(at, "x", x, "self_attention");
    const width = dim ?? axisNamed(x, CHANNEL)?.size;
    if (sequence === undefined || width === undefined) return undefined;
    if (isKnown(width) && isKnown(heads) && width % heads !== 0) {
      const parameters = { setting: "heads", value: showSize(heads), axis: CHANNEL, size: width };
      return at.fail("size_unequal", "heads", parameters, { help: divisors(width, heads) });
    }
    if (sequence.size === 1) {
      at.fail("single_key", "call", { operator: "self_attention", axis: sequence.name });
    }
    return { kind: { name: "feature" }, axes: x.axes, range: UNBOUNDED };
  },
  parameters: {
    formula: "4 · channels · dim + 3 · dim + channels",
    count({ x }, { dim }) {
      const channels = channelsOf(x);
      const width = dim ?? channels;
      return 4 * channels * width + 3 * width + channels;
    },
  },
  lower(context, { x }, { heads, dim }) {
    const { g, mask } = context;
    const channels = channelsOf(x.type);
    const width = dim ?? channels;
    const sequence = x.type.axes[0]!;
    const filled = mask(sequence);
    const clean = withoutPadding(context, x);
    const [rows, places] = [BATCH, sizeOf(x, sequence.name)];
    const perHead = (name: string) =>
      g.transpose(
        g.reshape(affine(context, name, clean, width), [rows, places, heads, width / heads]),
        [0, 2, 1, 3],
      );

    const scaled = g.mul(perHead("query"), g.scalar(1 / Math.sqrt(width / heads)));
    const scores = g.matmul(scaled, perHead("key"), { transposeB: true });
    const weights = g.softmax(filled === undefined ? scores : onlyKeys(g, scores, filled));
    const gathered = g.transpose(g.matmul(weights, perHead("value")), [0, 2, 1, 3]);
    return affine(context, "output", g.reshape(gathered, [rows, places, width]), channels);
  },
  source: "Vaswani et al., NeurIPS 2017, arXiv 1706.03762",
  example: `
    input phrase: text(words: 6, vocabulary: 100)
    words = phrase |> embed(8) |> self_attention(2) |> mean(over: word)
    output mood: Mood = words |> classify(Mood)`,
});

function affine({ g, weight }: LowerContext, name: string, x: Tensor, width: number): Tensor {
  const kernel = weight(`${name}_kernel`, [x.shape.at(-1) as number, width], { kind: "glorot_uniform" });
  return g.add(g.linear(x, kernel), weight(`${name}_bias`, [width], { kind: "zeros" }));
}

/** The scores `[B, heads, places, keys]` with those of padding keys out of the running. */
function onlyKeys(g: Ops, scores: Tensor, filled: Tensor): Tensor {
  const [rows, keys] = filled.shape;
  return g.select(g.greater(g.reshape(filled, [rows!, 1, 1, keys!]), g.scalar(0)), scores, g.scalar(NEVER));
}

/** The settings that would do: numbers near `heads` that divide the width. */
function divisors(width: number, heads: number): string[] {
  const fitting = Array.from({ length: Math.min(width, 2 * heads, 256) }, (_, i) => i + 1).filter(
    (n) => width % n === 0,
  );
  return [`${width} channels can be shared among ${listNames(fitting.map(String))} heads`];
}
