import type { OperatorName } from "../operators/index.generated.ts";

/** What names other tools give to settings, so that a habit is met with the name used here. */
export const SETTING_HABITS: Readonly<Record<string, string>> = {
  kernel_size: "kernel",
  out_channels: "filters",
  out_features: "units",
  hidden_size: "units",
  num_heads: "heads",
  embedding_dim: "dim",
  output_dim: "dim",
  strides: "stride",
  pool_size: "size",
  use_bias: "bias",
  eps: "epsilon",
  p: "rate",
  lr: "learning_rate",
  dim: "over",
  axis: "over",
};

/** Names that other tools give to operators, so that a habit is met with the name used here. */
export const OPERATOR_HABITS: Readonly<Record<string, OperatorName>> = {
  linear: "dense",
  conv2d: "conv",
  embedding: "embed",
  batchnorm: "batch_norm",
  batchnorm2d: "batch_norm",
  batchnormalization: "batch_norm",
  layernorm: "layer_norm",
  layernormalization: "layer_norm",
  concatenate: "concat",
  cat: "concat",
  add: "sum",
  mul: "multiply",
  maxpool: "max_pool",
  maxpool2d: "max_pool",
  maxpooling2d: "max_pool",
  multiheadattention: "self_attention",
  globalaveragepooling2d: "mean",
};
