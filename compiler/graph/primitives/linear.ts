import { demand, primitive } from "../primitive.ts";
import { elements, type Shape, sameDim, sameShape } from "../tensor.ts";

export interface MatmulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** The last two axes, the other way round if `transposed`. */
function matrix(shape: Shape, transposed: boolean): Shape {
  const [rows, columns] = shape.slice(-2);
  return transposed ? [columns!, rows!] : [rows!, columns!];
}

export const linear = {
  matmul: primitive<MatmulAttributes>({
    summary:
      "matrix products a · b over the last two axes, either transposed first; leading axes must be equal",
    type: (inputs, { transposeA, transposeB }) => {
      const [a, b] = inputs;
      const matrices = inputs.every(({ dtype, shape }) => dtype === "float32" && shape.length >= 2);
      demand(inputs.length === 2 && matrices, "takes two float32 tensors of at least two axes", inputs);
      const lead = a!.shape.slice(0, -2);
      demand(sameShape(lead, b!.shape.slice(0, -2)), "leading axes must be equal", inputs);
      const [rows, inner] = matrix(a!.shape, transposeA);
      const [other, columns] = matrix(b!.shape, transposeB);
      demand(sameDim(inner!, other!), "the inner axes must be equally long", inputs);
      return [{ shape: [...lead, rows!, columns!], dtype: "float32" }];
    },
    macs: ([a], [y], { transposeA }) => elements([...y!.shape, matrix(a!.shape, transposeA)[1]!]).fixed,
  }),
};
