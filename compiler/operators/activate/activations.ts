import { ACTIVATIONS, type Activation, type ActivationName } from "../activations.ts";
import { one, operator } from "../define.ts";

/** An activation as an operator; each place is changed by itself. */
function activation<const N extends ActivationName>(name: N) {
  const { summary, documentation, range, apply, source }: Activation = ACTIVATIONS[name];
  return operator({
    name,
    summary,
    family: "activate",
    operands: { x: one(["feature", "signal"], "the values to change") },
    settings: {},
    presence: "pass",
    ragged: "pass",
    type: ({ x }) => ({ kind: { name: "feature" }, axes: x.axes, range }),
    lower: ({ g }, { x }) => apply(g, x.tensor),
    ...(documentation !== undefined && { documentation }),
    ...(source !== undefined && { source }),
    example: `
    input reading: vector(8)
    hidden = reading |> dense(4) |> ${name}
    output mood: Mood = hidden |> classify(Mood)`,
  });
}

export const relu = activation("relu");
export const gelu = activation("gelu");
export const leakyRelu = activation("leaky_relu");
export const elu = activation("elu");
export const silu = activation("silu");
export const tanh = activation("tanh");
export const sigmoid = activation("sigmoid");
export const signedSqrt = activation("signed_sqrt");
