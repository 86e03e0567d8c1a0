// Written by scripts/generate.ts from the files of this folder: do not edit.
import type { AnyOperator } from "./define.ts";
import { elu, gelu, leakyRelu, relu, sigmoid, signedSqrt, silu, tanh } from "./activate/activations.ts";
import { crossAttention } from "./attend/cross_attention.ts";
import { graphAttention } from "./attend/graph_attention.ts";
import { graphConv } from "./attend/graph_conv.ts";
import { gru } from "./attend/gru.ts";
import { lstm } from "./attend/lstm.ts";
import { positions } from "./attend/positions.ts";
import { selfAttention } from "./attend/self_attention.ts";
import { asFeature } from "./decide/as_feature.ts";
import { classify } from "./decide/classify.ts";
import { evidential } from "./decide/evidential.ts";
import { i2m2 } from "./decide/i2m2.ts";
import { mixtureOfExperts } from "./decide/mixture_of_experts.ts";
import { product } from "./decide/product.ts";
import { quality } from "./decide/quality.ts";
import { rank } from "./decide/rank.ts";
import { regress } from "./decide/regress.ts";
import { softmax } from "./decide/softmax.ts";
import { spell } from "./decide/spell.ts";
import { stacking } from "./decide/stacking.ts";
import { tag } from "./decide/tag.ts";
import { temperature } from "./decide/temperature.ts";
import { vcdn } from "./decide/vcdn.ts";
import { vote } from "./decide/vote.ts";
import { conv } from "./encode/conv.ts";
import { dense } from "./encode/dense.ts";
import { depthwiseConv } from "./encode/depthwise_conv.ts";
import { embed } from "./encode/embed.ts";
import { embedNumbers } from "./encode/embed_numbers.ts";
import { mel } from "./encode/mel.ts";
import { project } from "./encode/project.ts";
import { bilinear } from "./fuse/bilinear.ts";
import { compactBilinear } from "./fuse/compact_bilinear.ts";
import { concat } from "./fuse/concat.ts";
import { contract } from "./fuse/contract.ts";
import { film } from "./fuse/film.ts";
import { gated } from "./fuse/gated.ts";
import { lowRank } from "./fuse/low_rank.ts";
import { mag } from "./fuse/mag.ts";
import { modalityAttention } from "./fuse/modality_attention.ts";
import { multiplicativeInteraction } from "./fuse/multiplicative_interaction.ts";
import { multiply } from "./fuse/multiply.ts";
import { sigmoidGate } from "./fuse/sigmoid_gate.ts";
import { sum } from "./fuse/sum.ts";
import { tensorFusion } from "./fuse/tensor_fusion.ts";
import { batchNorm } from "./normalise/batch_norm.ts";
import { dropout } from "./normalise/dropout.ts";
import { groupNorm, instanceNorm } from "./normalise/group_norm.ts";
import { l2Norm } from "./normalise/l2_norm.ts";
import { layerNorm } from "./normalise/layer_norm.ts";
import { attentionPool } from "./pool/attention_pool.ts";
import { first } from "./pool/first.ts";
import { last } from "./pool/last.ts";
import { max } from "./pool/max.ts";
import { maxPool } from "./pool/max_pool.ts";
import { mean } from "./pool/mean.ts";
import { min } from "./pool/min.ts";
import { align } from "./shape/align.ts";
import { flatten } from "./shape/flatten.ts";
import { join } from "./shape/join.ts";
import { merge } from "./shape/merge.ts";
import { rename } from "./shape/rename.ts";
import { resample } from "./shape/resample.ts";
import { reshape } from "./shape/reshape.ts";
import { split } from "./shape/split.ts";
import { stack } from "./shape/stack.ts";
import { standardise } from "./shape/standardise.ts";

export const operators = {
  align,
  as_feature: asFeature,
  attention_pool: attentionPool,
  batch_norm: batchNorm,
  bilinear,
  classify,
  compact_bilinear: compactBilinear,
  concat,
  contract,
  conv,
  cross_attention: crossAttention,
  dense,
  depthwise_conv: depthwiseConv,
  dropout,
  elu,
  embed,
  embed_numbers: embedNumbers,
  evidential,
  film,
  first,
  flatten,
  gated,
  gelu,
  graph_attention: graphAttention,
  graph_conv: graphConv,
  group_norm: groupNorm,
  gru,
  i2m2,
  instance_norm: instanceNorm,
  join,
  l2_norm: l2Norm,
  last,
  layer_norm: layerNorm,
  leaky_relu: leakyRelu,
  low_rank: lowRank,
  lstm,
  mag,
  max,
  max_pool: maxPool,
  mean,
  mel,
  merge,
  min,
  mixture_of_experts: mixtureOfExperts,
  modality_attention: modalityAttention,
  multiplicative_interaction: multiplicativeInteraction,
  multiply,
  positions,
  product,
  project,
  quality,
  rank,
  regress,
  relu,
  rename,
  resample,
  reshape,
  self_attention: selfAttention,
  sigmoid,
  sigmoid_gate: sigmoidGate,
  signed_sqrt: signedSqrt,
  silu,
  softmax,
  spell,
  split,
  stack,
  stacking,
  standardise,
  sum,
  tag,
  tanh,
  temperature,
  tensor_fusion: tensorFusion,
  vcdn,
  vote,
} as const satisfies Readonly<Record<string, AnyOperator>>;

export type OperatorName = keyof typeof operators;
