import { one, operator } from "../define.ts";
import { gatesOf, RECURRENT_SETTINGS, recurrent, recurrentRepeats, recurrentType } from "../recurrence.ts";
import { channelsOf } from "../rules.ts";

export const lstm = operator({
  name: "lstm",
  summary: "Reads a sequence place by place with a long short-term memory.",
  documentation:
    "With state `h` and memory `c`, at first 0, and a place `x`: the gates `i`, `f` and `o` are `σ(W x + U h + b)` and `n = tanh(W_n x + U_n h + b_n)`, each with weights of its own; the next memory is `f · c + i · n` and the next state `o · tanh` of it. The bias of `f` starts at 1, so that the memory lasts from the start. Padding leaves both as they are.",
  family: "attend",
  operands: { x: one(["feature", "signal"], "the sequence") },
  settings: RECURRENT_SETTINGS,
  presence: "pass",
  ragged: "masked",
  type: ({ x }, settings, at) => recurrentType("lstm", x, settings, at),
  parameters: {
    formula: "4 · units · (channels + units + 1)",
    count: ({ x }, { units }) => 4 * units * (channelsOf(x) + units + 1),
  },
  repeats: recurrentRepeats,
  lower(context, { x }, settings) {
    const { g, weight } = context;
    const { units } = settings;
    const recurrentKernel = weight("recurrent_kernel", [units, 4 * units], { kind: "orthogonal" });
    const bias = g.concat(
      [
        weight("input_bias", [units], { kind: "zeros" }),
        weight("forget_bias", [units], { kind: "ones" }),
        weight("candidate_bias", [units], { kind: "zeros" }),
        weight("output_bias", [units], { kind: "zeros" }),
      ],
      0,
    );
    return recurrent(context, x, settings, {
      gates: 4,
      bias,
      states: 2,
      step(contribution, [state, memory]) {
        const gates = gatesOf(context, g.add(contribution, g.linear(state!, recurrentKernel)), units);
        const [input, forget, candidate, output] = gates;
        const kept = g.mul(g.sigmoid(forget!), memory!);
        const next = g.add(kept, g.mul(g.sigmoid(input!), g.tanh(candidate!)));
        return [g.mul(g.sigmoid(output!), g.tanh(next)), next];
      },
    });
  },
  source:
    "Hochreiter & Schmidhuber, Neural Computation 1997; Gers, Schmidhuber & Cummins 2000 (forget gate); Keras LSTM",
  example: `
    input motion: series(samples: 10, channels: 3) @ 50 Hz
    output mood: Mood = motion |> lstm(8) |> classify(Mood)`,
});
