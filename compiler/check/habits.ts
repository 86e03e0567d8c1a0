import type { OperatorName } from "../operators/index.generated.ts";

/** What names other tools give to settings, so that a habit is met with the name used here. */
const SETTING_HABITS: ReadonlyMap<string, string> = new Map([
  ["kernel_size", "kernel"],
  ["out_channels", "filters"],
  ["out_features", "units"],
  ["hidden_size", "units"],
  ["num_heads", "heads"],
  ["embedding_dim", "dim"],
  ["output_dim", "dim"],
  ["strides", "stride"],
  ["pool_size", "size"],
  ["use_bias", "bias"],
  ["eps", "epsilon"],
  ["p", "rate"],
  ["lr", "learning_rate"],
  ["dim", "over"],
  ["axis", "over"],
  ["vocab_size", "vocabulary"],
  ["num_embeddings", "vocabulary"],
  ["max_length", "words"],
  ["validation_split", "split"],
  ["train_test_split", "split"],
  ["weight_decay_rate", "weight_decay"],
  ["wd", "weight_decay"],
  ["path", "from"],
  ["loss", "minimise"],
  ["objective", "minimise"],
  ["batch_size", "batch"],
  ["num_epochs", "epochs"],
  ["max_epochs", "epochs"],
  ["scheduler", "schedule"],
  ["lr_scheduler", "schedule"],
  ["early_stopping", "stop"],
  ["random_state", "seed"],
  ["accumulate_grad_batches", "accumulate"],
  ["gradient_accumulation_steps", "accumulate"],
  ["sampler", "sample"],
]);

/** Settings whose values are written otherwise here, so that another name alone does not do. */
const EXAMPLES: ReadonlyMap<string, string> = new Map([
  ["validation_split", "split: random(validation: 0.15, test: 0.15)"],
  ["train_test_split", "split: random(validation: 0.15, test: 0.15)"],
  ["scheduler", "schedule: cosine(warmup: 50)"],
  ["lr_scheduler", "schedule: cosine(warmup: 50)"],
  ["early_stopping", "stop: stalls(validation.loss, for: 3)"],
]);

/** How what another tool sets by that name is written here, where it has another shape. */
export function exampleMeant(name: string): string | undefined {
  return EXAMPLES.get(name);
}

/** Values of other languages, and what is written here in their place. */
const VALUE_HABITS: ReadonlyMap<string, string> = new Map([
  ["True", "true"],
  ["False", "false"],
]);
const NOTHING: ReadonlySet<string> = new Set(["None", "null", "nil", "undefined"]);

/** What is written here for a value of another language. */
export function valueMeant(name: string): string | undefined {
  return VALUE_HABITS.get(name);
}

/** Whether a name stands for nothing in other languages. */
export function standsForNothing(name: string): boolean {
  return NOTHING.has(name);
}

/** Names that other tools give to operators, in lower case and without underscores and the number of dimensions. */
const OPERATOR_HABITS: ReadonlyMap<string, OperatorName> = new Map([
  ["linear", "dense"],
  ["fullyconnected", "dense"],
  ["convolution", "conv"],
  ["depthwiseconv", "depthwise_conv"],
  ["embedding", "embed"],
  ["batchnorm", "batch_norm"],
  ["batchnormalization", "batch_norm"],
  ["layernorm", "layer_norm"],
  ["layernormalization", "layer_norm"],
  ["concatenate", "concat"],
  ["cat", "concat"],
  ["add", "sum"],
  ["mul", "multiply"],
  ["maxpool", "max_pool"],
  ["maxpooling", "max_pool"],
  ["multiheadattention", "self_attention"],
  ["globalaveragepooling", "mean"],
  ["globalavgpool", "mean"],
  ["adaptiveavgpool", "mean"],
  ["globalmaxpooling", "max"],
  ["average", "mean"],
  ["view", "reshape"],
  ["unflatten", "split"],
  ["maximum", "max"],
  ["minimum", "min"],
]);

/** The setting that someone with a habit from another tool means, if it is among those known here. */
export function settingMeant(name: string, known: readonly string[]): string | undefined {
  const meant = SETTING_HABITS.get(name);
  return meant !== undefined && known.includes(meant) ? meant : undefined;
}

/** The operator that someone with a habit from another tool means: `dense` by `nn.Linear`, `conv` by `Conv2D`. */
export function operatorMeant(name: string): OperatorName | undefined {
  const plain = name
    .slice(name.lastIndexOf(".") + 1)
    .toLowerCase()
    .replaceAll("_", "");
  return OPERATOR_HABITS.get(plain) ?? OPERATOR_HABITS.get(plain.replace(/[123]d$/, ""));
}
