import { demand, type Primitive, primitive } from "../primitive.ts";
import { sameShape, type TensorType } from "../tensor.ts";

export interface AdamAttributes {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface MomentumAttributes {
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** A step of an optimizer: the first `kept` inputs come out moved, one more is the gradient, the rest are scalars. */
function step<A extends object>(summary: string, kept: number, scalars: number): Primitive<A> {
  return primitive({
    summary,
    type: (inputs): readonly TensorType[] => {
      const { shape } = inputs[0] ?? { shape: [] };
      demand(
        inputs.length === kept + 1 + scalars &&
          inputs.every(({ dtype }) => dtype === "float32") &&
          inputs.every((input, i) => (i <= kept ? sameShape(input.shape, shape) : input.shape.length === 0)),
        `takes ${kept + 1} float32 tensors of one shape and ${scalars} scalars`,
        inputs,
      );
      return inputs.slice(0, kept).map(() => ({ shape, dtype: "float32" }));
    },
  });
}

/** Steps of optimizers in one piece. `decompose.ts` gives both in simpler primitives, which define their meaning. */
export const optimise = {
  /** Kingma & Ba, ICLR 2015, in the form before its section 2.1, as Keras has it; decay as in Loshchilov & Hutter 2019. */
  adam_update: step<AdamAttributes>(
    "Adam: weight a, mean b and mean square c after a step with gradient d at rate e, decay f, step g counted from 1",
    3,
    3,
  ),
  /** Sutskever et al., ICML 2013, as Keras and TensorFlow's ResourceApplyKerasMomentum have it. */
  momentum_update: step<MomentumAttributes>(
    "momentum: weight a and velocity b after a step with gradient c at rate d",
    2,
    1,
  ),
};
