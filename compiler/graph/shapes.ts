import { demand } from "./primitive.ts";
import { type Dim, isBatch, type Shape, sameDim, type TensorType } from "./tensor.ts";

/** The common shape of tensors that broadcast against each other as in NumPy: missing and 1-sized axes stretch. */
export function broadcastShapes(inputs: readonly TensorType[]): Shape {
  const rank = Math.max(...inputs.map((input) => input.shape.length));
  return Array.from({ length: rank }, (_, i) => {
    let common: Dim = 1;
    for (const { shape } of inputs) {
      const dim = shape[i - rank + shape.length];
      if (dim === undefined || dim === 1) continue;
      demand(common === 1 || sameDim(common, dim), "shapes must broadcast against each other", inputs);
      common = dim;
    }
    return common;
  });
}

/** The axes of `to` along which a tensor of shape `from` was stretched, and those it lacked in front. */
export function stretchedAxes(from: Shape, to: Shape): { added: number[]; stretched: number[] } {
  const lead = to.length - from.length;
  const added = Array.from({ length: lead }, (_, i) => i);
  const stretched: number[] = [];
  from.forEach((dim, i) => {
    const wide = to[i + lead]!;
    if (!isBatch(dim) && dim === 1 && !(wide === 1)) stretched.push(i + lead);
  });
  return { added, stretched };
}
