import type { PrimitiveName } from "../../graph/primitives/index.ts";
import type { Pooling } from "../../graph/primitives/pooling.ts";
import type { ReduceAttributes } from "../../graph/primitives/reduce.ts";
import { isBatch, type Node, sameShape, type Tensor } from "../../graph/tensor.ts";
import type { Sliding } from "../../graph/windows.ts";
import {
  type Applied,
  asTensor,
  type Code,
  type Expression,
  type Expressions,
  type Helper,
  list,
  number,
  numerals,
  sizes,
  target,
  tensor,
  type Writing,
} from "./code.ts";
import { numeral } from "./words.ts";

type Plain = (writing: Writing, inputs: readonly Code[], node: Applied<PrimitiveName>) => Code;

/** `x.method()`; of a number, what `js` makes of it. */
const unary =
  (method: string, js?: (a: string) => string): Plain =>
  (_, [a]) =>
    a!.kind === "number" && js ? number(js(a!.text)) : tensor(`${asTensor(a!)}.${method}()`);

const math = (name: string) => (a: string) => `Math.${name}(${a})`;

/** `x.method(y)`, the other way round or as a function where x is a number. */
const binary =
  (method: string, js: (a: string, b: string) => string, commutes = false): Plain =>
  (_, [a, b]) => {
    if (a!.kind === "number" && b!.kind === "number") return number(js(a!.text, b!.text));
    if (a!.kind === "tensor") return tensor(`${a!.text}.${method}(${b!.text})`);
    return tensor(commutes ? `${b!.text}.${method}(${a!.text})` : `tf.${method}(${a!.text}, ${b!.text})`);
  };

const infix = (sign: string) => (a: string, b: string) => `(${a} ${sign} ${b})`;

/** tfjs sums no gradient of what these were stretched along, so it is stretched before. */
const extreme =
  (method: "maximum" | "minimum", js: "max" | "min"): Plain =>
  (writing, inputs, node) => {
    const { shape } = node.outputs[0]!;
    const whole = inputs.map((code, i) => {
      const input = node.inputs[i]!;
      const stretched = writing.traced(input) && !sameShape(input.shape, shape);
      return stretched ? tensor(`${asTensor(code)}.broadcastTo(${sizes(shape)})`) : code;
    });
    return binary(method, (a, b) => `Math.${js}(${a}, ${b})`, true)(writing, whole, node);
  };

/** `x.method(axes, keep)`, or a helper where a gradient passes. */
const reduction =
  (method: string, helper?: Helper) =>
  (
    writing: Writing,
    [a]: readonly Code[],
    node: Pick<Node, "inputs"> & { attributes: ReduceAttributes },
  ): Code => {
    const { axes, keep } = node.attributes;
    const [x] = node.inputs;
    if (axes.length === 0) return a!;
    if (helper !== undefined && writing.traced(x!)) {
      return tensor(`${writing.help(helper)}(${asTensor(a!)}, ${list(axes)}${keep ? ", true" : ""})`);
    }
    if (axes.length === x!.shape.length && !keep) return tensor(`${asTensor(a!)}.${method}()`);
    const along = axes.length === 1 ? String(axes[0]) : list(axes);
    return tensor(`${asTensor(a!)}.${method}(${along}${keep ? ", true" : ""})`);
  };

const pair = ([a, b]: readonly [number, number]) => (a === b ? String(a) : list([a, b]));
const sliding = ({ strides, padding }: Sliding) => `${pair(strides)}, "${padding}"`;
const image = ({ text }: Code) =>
  /^scope\b.*\bweight<tf\.Rank\.R4>\("(?:[^"\\]|\\.)*"\)$/.test(text) ? text : `${text} as tf.Tensor4D`;
const convolution =
  (method: string) =>
  (_: Writing, [x, kernel]: readonly Code[], { attributes }: { attributes: Sliding }): Code =>
    tensor(`${asTensor(x!)}.${method}<tf.Tensor4D>(${image(kernel!)}, ${sliding(attributes)})`);
const pool =
  (method: string) =>
  (_: Writing, [x]: readonly Code[], { attributes }: { attributes: Pooling }): Code =>
    tensor(`${asTensor(x!)}.${method}<tf.Tensor4D>(${pair(attributes.window)}, ${sliding(attributes)})`);

/** Gradients are taken by tfjs itself, so what only they are made of never stands in a forward pass. */
const gradient: Expression<PrimitiveName> = (_, __, { primitive }) => {
  throw new Error(`${primitive} is of no forward pass`);
};

const oneHot = (ids: string, depth: number) => `tf.oneHot(${ids}, ${depth}, 1, 0, "float32")`;

/** The most numbers that stand in the code itself. */
const INLINE = 32;

/** How every primitive of a forward pass is written with tfjs. */
export const expressions: Expressions = {
  constant(writing, _, { attributes: { value, shape, dtype } }) {
    const kind = dtype === "float32" ? "" : `, "${dtype === "uint8" ? "int32" : dtype}"`;
    const show = dtype === "bool" ? (one: number) => String(one !== 0) : numeral;
    if (value.length === 1) {
      const one = show(value[0]!);
      if (shape.length > 0) return tensor(`tf.fill(${list(shape)}, ${one}${kind})`);
      return dtype === "int32" ? tensor(`tf.scalar(${one}, "int32")`) : number(one);
    }
    const numbers =
      value.length > INLINE
        ? writing.stored(value)
        : dtype === "bool"
          ? list(value.map(show))
          : numerals(value);
    if (shape.length === 1) return tensor(`tf.tensor1d(${numbers}${kind})`);
    return tensor(`tf.tensor(${numbers}, ${list(shape)}${kind})`);
  },
  feed: (_, __, { attributes: { name } }) => tensor(`scope.feed(${JSON.stringify(name)})`),
  read(writing, _, { attributes: { variable } }) {
    if (variable.role === "counter") return number(variable.name.replace(/^counter\//, "scope.counters."));
    const rank = variable.shape.length === 4 ? "weight<tf.Rank.R4>" : "weight";
    return tensor(writing.inScope(rank, variable.name));
  },
  random_uniform: (writing, _, { attributes: { stream, shape } }) =>
    tensor(writing.inScope("uniform", stream, sizes(shape))),

  neg: unary("neg", (a) => `-(${a})`),
  exp: unary("exp", math("exp")),
  log: unary("log", math("log")),
  sqrt: unary("sqrt", math("sqrt")),
  rsqrt: unary("rsqrt", (a) => `(1 / Math.sqrt(${a}))`),
  square: unary("square", (a) => `(${a}) ** 2`),
  reciprocal: unary("reciprocal", (a) => `(1 / ${a})`),
  abs: unary("abs", math("abs")),
  sign: unary("sign", math("sign")),
  floor: unary("floor", math("floor")),
  tanh: unary("tanh", math("tanh")),
  sigmoid: unary("sigmoid", (a) => `(1 / (1 + Math.exp(-(${a}))))`),
  softplus: unary("softplus", (a) => `Math.log1p(Math.exp(${a}))`),
  relu: unary("relu", (a) => `Math.max(${a}, 0)`),
  erf: unary("erf"),
  sin: unary("sin", math("sin")),
  cos: unary("cos", math("cos")),
  logical_not: unary("logicalNot", (a) => `!(${a})`),
  stop_gradient: (writing, [a], { inputs }) =>
    writing.traced(inputs[0]!) ? tensor(`${writing.help("stopGradient")}(${asTensor(a!)})`) : a!,

  add: binary("add", infix("+"), true),
  sub: binary("sub", infix("-")),
  mul: binary("mul", infix("*"), true),
  div: binary("div", infix("/")),
  maximum: extreme("maximum", "max"),
  minimum: extreme("minimum", "min"),
  pow: binary("pow", (a, b) => `((${a}) ** (${b}))`),
  greater: binary("greater", infix(">")),
  greater_equal: binary("greaterEqual", infix(">=")),
  less: binary("less", infix("<")),
  equal: binary("equal", infix("===")),
  logical_and: binary("logicalAnd", infix("&&")),
  logical_or: binary("logicalOr", infix("||")),

  relu_gradient: gradient,
  tanh_gradient: gradient,
  sigmoid_gradient: gradient,

  select(_, [a, b, c]) {
    if (a!.kind === "tensor") return tensor(`tf.where(${a!.text}, ${b!.text}, ${c!.text})`);
    const numbers = b!.kind === "number" && c!.kind === "number";
    const text = numbers
      ? `(${a!.text} ? ${b!.text} : ${c!.text})`
      : `(${a!.text} ? ${asTensor(b!)} : ${asTensor(c!)})`;
    return { kind: numbers ? "number" : "tensor", text };
  },
  cast(writing, [a], { attributes: { dtype }, inputs }) {
    const [x] = inputs;
    if (a!.kind === "number") {
      if (dtype === "float32") return number(`Number(${a!.text})`);
      return dtype === "bool"
        ? number(`(${a!.text} !== 0)`)
        : tensor(`tf.scalar(Math.trunc(${a!.text}), "int32")`);
    }
    if (dtype === "float32") return tensor(`${a!.text}.toFloat()`);
    // To whole numbers, tfjs would let gradients pass.
    const apart = writing.traced(x!) ? `${writing.help("stopGradient")}(${a!.text})` : a!.text;
    return tensor(`${apart}.${dtype === "bool" ? "toBool" : "toInt"}()`);
  },

  reduce_sum: reduction("sum"),
  reduce_mean: reduction("mean"),
  reduce_max: reduction("max", "maxOf"),
  reduce_min: reduction("min", "minOf"),
  argmax: (_, [a], { attributes: { axis } }) => tensor(`${asTensor(a!)}.argMax(${axis})`),

  reshape: (_, [a], { attributes: { shape } }) => tensor(`${asTensor(a!)}.reshape(${target(shape)})`),
  transpose: (_, [a], { attributes: { permutation } }) =>
    tensor(`${asTensor(a!)}.transpose(${list(permutation)})`),
  broadcast_to: (_, [a], { attributes: { shape } }) =>
    a!.kind === "number"
      ? tensor(`tf.fill(${sizes(shape)}, ${a!.text})`)
      : tensor(`${a!.text}.broadcastTo(${sizes(shape)})`),
  concat: (_, inputs, { attributes: { axis } }) =>
    inputs.length === 1 ? inputs[0]! : tensor(`tf.concat(${list(inputs.map(asTensor))}, ${axis})`),
  slice: (_, [a], { attributes: { begin, size } }) =>
    tensor(`${asTensor(a!)}.slice(${list(begin)}, ${list(size.map((dim) => (isBatch(dim) ? -1 : dim)))})`),
  pad(_, [a], { attributes: { before, after, value } }) {
    const around = list(before.map((count, i) => list([count, after[i]!])));
    return tensor(`${asTensor(a!)}.pad(${around}${value === 0 ? "" : `, ${numeral(value)}`})`);
  },
  reverse: (_, [a], { attributes: { axes } }) =>
    tensor(`${asTensor(a!)}.reverse(${axes.length === 1 ? axes[0] : list(axes)})`),

  matmul(_, [a, b], { attributes: { transposeA, transposeB } }) {
    const turned = transposeB ? `, ${transposeA}, true` : transposeA ? ", true" : "";
    return tensor(`${asTensor(a!)}.matMul(${asTensor(b!)}${turned})`);
  },
  conv2d: convolution("conv2d"),
  conv2d_input_gradient: gradient,
  conv2d_filter_gradient: gradient,
  depthwise_conv2d: convolution("depthwiseConv2d"),
  depthwise_conv2d_input_gradient: gradient,
  depthwise_conv2d_filter_gradient: gradient,
  max_pool2d: pool("maxPool"),
  max_pool2d_gradient: gradient,
  avg_pool2d: pool("avgPool"),
  avg_pool2d_gradient: gradient,

  batch_norm: (writing, inputs, { attributes: { epsilon } }) =>
    tensor(`${writing.help("normaliseBatch")}(${inputs.map(asTensor).join(", ")}, ${numeral(epsilon)})`),
  batch_norm_gradient: gradient,

  gather: (_, [table, ids]) => tensor(`${asTensor(table!)}.gather(${asTensor(ids!)})`),
  segment_sum(_, [data, ids], { attributes: { count }, inputs }) {
    const [rows, places] = inputs as readonly [Tensor, Tensor];
    if (places.shape.length === 1) {
      return tensor(`tf.unsortedSegmentSum(${asTensor(data!)}, ${asTensor(ids!)} as tf.Tensor1D, ${count})`);
    }
    const inner = rows.shape.slice(places.shape.length);
    const flat = `${asTensor(data!)}.reshape(${target([{ batch: 1 }, ...inner])})`;
    return tensor(`tf.unsortedSegmentSum(${flat}, ${asTensor(ids!)}.flatten(), ${count})`);
  },
  one_hot: (_, [ids], { attributes: { depth } }) => tensor(oneHot(asTensor(ids!), depth)),

  softmax: unary("softmax"),
  log_softmax: unary("logSoftmax"),
  // Its second result is a gradient.
  softmax_cross_entropy(_, [logits, labels], { inputs }) {
    const truth = oneHot(asTensor(labels!), inputs[0]!.shape[1] as number);
    return tensor(`${asTensor(logits!)}.logSoftmax().mul(${truth}).sum(1).neg()`);
  },

  adam_update: gradient,
  momentum_update: gradient,
};

/** What the results of primitives that give several are called. */
export const RESULTS: { readonly [N in PrimitiveName]?: readonly string[] } = {
  batch_norm: ["y", "mean", "variance"],
};
