import { demand, primitive } from "../primitive.ts";
import { isBatch, sameDim, type TensorType } from "../tensor.ts";

function overLast(summary: string) {
  return primitive({
    summary,
    type: (inputs) => {
      const [a] = inputs;
      demand(
        inputs.length === 1 && a!.dtype === "float32" && a!.shape.length >= 1,
        "takes one float32 tensor that has an axis",
        inputs,
      );
      return [{ shape: a!.shape, dtype: "float32" }];
    },
  });
}

export const softmax = {
  softmax: overLast("e^a divided by its sum over the last axis"),
  log_softmax: overLast("logarithm of the softmax of a over the last axis"),

  softmax_cross_entropy: primitive({
    summary:
      "-log_softmax(a)[b] for each row of logits a [N, K] and its label b (int32 [N], each in 0 … K - 1); then its gradient by a",
    type: (inputs): readonly TensorType[] => {
      const [logits, labels] = inputs;
      demand(
        inputs.length === 2 &&
          logits!.dtype === "float32" &&
          labels!.dtype === "int32" &&
          logits!.shape.length === 2 &&
          !isBatch(logits!.shape[1]!) &&
          labels!.shape.length === 1 &&
          sameDim(logits!.shape[0]!, labels!.shape[0]!),
        "takes float32 logits [N, K] and int32 labels [N]",
        inputs,
      );
      return [
        { shape: labels!.shape, dtype: "float32" },
        { shape: logits!.shape, dtype: "float32" },
      ];
    },
  }),
};
