import { one, operator } from "../define.ts";
import { gatesOf, RECURRENT_SETTINGS, recurrent, recurrentRepeats, recurrentType } from "../recurrence.ts";
import { channelsOf } from "../rules.ts";

export const gru = operator({
  name: "gru",
  summary: "Reads a sequence place by place with a gated recurrent unit.",
  documentation:
    "With state `h`, at first 0, and a place `x`: `z = σ(W_z x + U_z h + b_z + c_z)`, `r = σ(W_r x + U_r h + b_r + c_r)`, `n = tanh(W_n x + b_n + r · (U_n h + c_n))`, and the next state is `z · h + (1 - z) · n`. The reset gate acts after the recurrent map, as in cuDNN, PyTorch and Keras, which is why there are two biases. Padding leaves the state as it is.",
  family: "attend",
  operands: { x: one(["feature", "signal"], "the sequence") },
  settings: RECURRENT_SETTINGS,
  presence: "pass",
  ragged: "masked",
  type: ({ x }, settings, at) => recurrentType("gru", x, settings, at),
  parameters: {
    formula: "3 · units · (channels + units + 2)",
    count: ({ x }, { units }) => 3 * units * (channelsOf(x) + units + 2),
  },
  repeats: recurrentRepeats,
  lower(context, { x }, settings) {
    const { g, weight } = context;
    const { units } = settings;
    const recurrentKernel = weight("recurrent_kernel", [units, 3 * units], { kind: "orthogonal" });
    const recurrentBias = weight("recurrent_bias", [3 * units], { kind: "zeros" });
    return recurrent(context, x, settings, {
      gates: 3,
      bias: weight("bias", [3 * units], { kind: "zeros" }),
      states: 1,
      step(contribution, [state]) {
        const own = gatesOf(context, contribution, units);
        const carried = gatesOf(context, g.add(g.linear(state!, recurrentKernel), recurrentBias), units);
        const update = g.sigmoid(g.add(own[0]!, carried[0]!));
        const reset = g.sigmoid(g.add(own[1]!, carried[1]!));
        const candidate = g.tanh(g.add(own[2]!, g.mul(reset, carried[2]!)));
        return [g.add(candidate, g.mul(update, g.sub(state!, candidate)))];
      },
    });
  },
  source: "Cho et al., EMNLP 2014, arXiv 1406.1078; Keras GRU with `reset_after`",
  example: `
    input motion: series(samples: 10, channels: 3) @ 50 Hz
    output mood: Mood = motion |> gru(8) |> classify(Mood)`,
});
