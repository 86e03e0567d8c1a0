import type { AttributesOf, PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import {
  BATCH,
  type Dim,
  type Dtype,
  isBatch,
  type Shape,
  type Tensor,
} from "../../../../compiler/graph/tensor.ts";
import type { Padding } from "../../../../compiler/graph/windows.ts";
import { table } from "../../operators/kit/arrays.ts";
import type { Random } from "./random.ts";

/** Inputs and attributes for a primitive, which may not fit it. */
interface Proposal<A extends object> {
  readonly inputs: readonly Tensor[];
  readonly attributes: A;
}

type Propose<A extends object> = (draw: Random, pool: readonly Tensor[]) => Proposal<A> | undefined;
type Proposals<Names extends PrimitiveName> = { readonly [N in Names]: Propose<AttributesOf<N>> };

const of = (pool: readonly Tensor[], dtype: Dtype) => pool.filter((tensor) => tensor.dtype === dtype);

/** A tensor of a type, rather a new one; undefined where there is none. */
function pick(draw: Random, pool: readonly Tensor[], dtype: Dtype = "float32"): Tensor | undefined {
  const found = of(pool, dtype);
  if (found.length === 0) return undefined;
  const late = found.slice(-4);
  return draw.pick(draw.next() < 0.6 ? late : found);
}

/** Proposes from one tensor; `attributes` may refuse it. */
const single =
  <A extends object>(attributes: (draw: Random, x: Tensor) => A | undefined): Propose<A> =>
  (draw, pool) => {
    const x = pick(draw, pool);
    const found = x && attributes(draw, x);
    return found && { inputs: [x], attributes: found };
  };

const several =
  (...dtypes: readonly Dtype[]): Propose<Record<never, never>> =>
  (draw, pool) => {
    const inputs = dtypes.map((dtype) => pick(draw, pool, dtype));
    return inputs.every((input) => input !== undefined) ? { inputs, attributes: {} } : undefined;
  };

const unary = several("float32");
const binary = several("float32", "float32");

const reduction = single((draw, { shape }) => ({
  axes: shape.flatMap((_, axis) => (draw.next() < 0.5 ? [axis] : [])),
  keep: draw.next() < 0.5,
}));

const padding = (draw: Random): Padding => draw.pick(["same", "valid"]);
const sliding = (draw: Random, equal = false) => {
  const stride = 1 + draw.below(2);
  const strides: [number, number] = [stride, equal ? stride : 1 + draw.below(2)];
  return { strides, padding: padding(draw) };
};
const pooling = single((draw, { shape }) =>
  shape.length === 4
    ? { ...sliding(draw), window: [1 + draw.below(3), 1 + draw.below(3)] as [number, number] }
    : undefined,
);

/** Images and a kernel, if there are any. */
const convolution =
  (equal: boolean): Propose<AttributesOf<"conv2d">> =>
  (draw, pool) => {
    const images = of(pool, "float32").filter(({ shape }) => shape.length === 4 && isBatch(shape[0]!));
    const kernels = of(pool, "float32").filter(({ shape }) => shape.length === 4 && !shape.some(isBatch));
    if (images.length === 0 || kernels.length === 0) return undefined;
    return { inputs: [draw.pick(images), draw.pick(kernels)], attributes: sliding(draw, equal) };
  };

/** A way to see the same elements: 1-sized axes put in or left out, neighbours joined, sizes split. */
function reshaped(draw: Random, shape: Shape): Dim[] {
  const kind = draw.below(4);
  const at = draw.below(shape.length + 1);
  const next = [...shape];
  if (kind === 0) next.splice(at, 0, 1);
  else if (kind === 1) return next.filter((dim, i) => dim !== 1 || i < at);
  else if (kind === 2 && at + 1 < next.length) {
    const [a, b] = [next[at]!, next[at + 1]!];
    if (isBatch(a) && isBatch(b)) return next;
    const joined: Dim = isBatch(a)
      ? { batch: a.batch * (b as number) }
      : isBatch(b)
        ? { batch: b.batch * a }
        : a * b;
    next.splice(at, 2, joined);
  } else {
    const i = next.findIndex((dim) => dim === 4 || dim === 6);
    if (i >= 0) next.splice(i, 1, 2, (next[i] as number) / 2);
  }
  return next;
}

const CONSTANTS = [0, 1, 1, -1, -1, 2, 0.5, -1.5];

/** Ways to apply the primitives that random graphs are made of. */
export const proposals = {
  constant: (draw) => {
    const shape = draw.pick<readonly number[]>([[], [], [3], [4], [1, 2], [4, 3]]);
    const size = shape.reduce((a, b) => a * b, 1);
    const value =
      draw.next() < 0.6 ? [draw.pick(CONSTANTS)] : table(size, () => Math.fround(draw.next() * 3 - 1.5));
    return { inputs: [], attributes: { value, shape, dtype: "float32" } };
  },
  neg: unary,
  exp: unary,
  log: unary,
  sqrt: unary,
  rsqrt: unary,
  square: unary,
  reciprocal: unary,
  abs: unary,
  sign: unary,
  floor: unary,
  tanh: unary,
  sigmoid: unary,
  softplus: unary,
  relu: unary,
  erf: unary,
  sin: unary,
  cos: unary,
  softmax: unary,
  log_softmax: unary,
  logical_not: several("bool"),
  add: binary,
  sub: binary,
  mul: binary,
  div: binary,
  maximum: binary,
  minimum: binary,
  pow: binary,
  greater: binary,
  greater_equal: binary,
  less: binary,
  equal: binary,
  logical_and: several("bool", "bool"),
  logical_or: several("bool", "bool"),
  relu_gradient: binary,
  tanh_gradient: binary,
  sigmoid_gradient: binary,
  select: several("bool", "float32", "float32"),
  cast: (draw, pool) => {
    const x = pick(draw, pool, draw.pick(["bool", "int32", "float32"]));
    return x && { inputs: [x], attributes: { dtype: "float32" } };
  },
  reduce_sum: reduction,
  reduce_mean: reduction,
  reduce_max: reduction,
  reduce_min: reduction,
  argmax: single((draw, { shape }) => (shape.length === 0 ? undefined : { axis: draw.below(shape.length) })),
  reshape: single((draw, { shape }) => ({ shape: reshaped(draw, shape) })),
  transpose: single((draw, { shape }) => ({ permutation: draw.shuffled(shape.map((_, i) => i)) })),
  broadcast_to: single((draw, { shape }) => {
    const wide = shape.map((dim) => (dim === 1 ? draw.pick<Dim>([1, 2, 3]) : dim));
    const grows = shape.some(isBatch);
    return { shape: [...draw.pick<Shape>(grows ? [[], [2]] : [[], [2], [BATCH]]), ...wide] };
  }),
  concat: (draw, pool) => {
    const x = pick(draw, pool);
    if (x === undefined || x.shape.length === 0) return undefined;
    const axis = draw.below(x.shape.length);
    const fits = of(pool, "float32").filter(
      ({ shape }) =>
        shape.length === x.shape.length &&
        shape.every((dim, i) => i === axis || JSON.stringify(dim) === JSON.stringify(x.shape[i])),
    );
    return { inputs: [x, ...table(draw.below(3), () => draw.pick(fits))], attributes: { axis } };
  },
  slice: single((draw, { shape }) => {
    const cut = shape.map((dim) => {
      if (isBatch(dim)) return [0, dim] as const;
      const size = 1 + draw.below(dim);
      return [draw.below(dim - size + 1), size] as const;
    });
    return { begin: cut.map(([from]) => from), size: cut.map(([, size]) => size) };
  }),
  pad: single((draw, { shape }) => {
    const count = () => shape.map((dim) => (isBatch(dim) ? 0 : draw.below(2)));
    return { before: count(), after: count(), value: draw.pick([0, 1, -0.5]) };
  }),
  reverse: single((draw, { shape }) => ({
    axes: shape.flatMap((dim, axis) => (!isBatch(dim) && draw.next() < 0.5 ? [axis] : [])),
  })),
  matmul: (draw, pool) => {
    const a = pick(draw, pool);
    const b = draw.next() < 0.3 ? a : pick(draw, pool);
    const flip = () => draw.next() < 0.5;
    return a && b && { inputs: [a, b], attributes: { transposeA: flip(), transposeB: flip() } };
  },
  conv2d: convolution(false),
  depthwise_conv2d: convolution(true),
  max_pool2d: pooling,
  avg_pool2d: pooling,
  batch_norm: (draw, pool) => {
    const x = pick(draw, pool);
    const width = x?.shape.at(-1);
    const fits = of(pool, "float32").filter(({ shape }) => shape.length === 1 && shape[0] === width);
    if (x === undefined || fits.length === 0) return undefined;
    return { inputs: [x, draw.pick(fits), draw.pick(fits)], attributes: { epsilon: 1e-3 } };
  },
  gather: (draw, pool) => {
    const ids = pool.find(({ dtype }) => dtype === "int32");
    const tables = of(pool, "float32").filter(({ shape }) => typeof shape[0] === "number" && shape[0] >= 3);
    return ids && tables.length > 0 ? { inputs: [draw.pick(tables), ids], attributes: {} } : undefined;
  },
  segment_sum: (draw, pool) => {
    const ids = pool.find(({ dtype }) => dtype === "int32");
    const x = pick(draw, pool);
    return ids && x && { inputs: [x, ids], attributes: { count: 3 + draw.below(2) } };
  },
  one_hot: (draw, pool) => {
    const ids = pick(draw, pool, "int32");
    return ids && { inputs: [ids], attributes: { depth: 1 + draw.below(4) } };
  },
} as const satisfies Partial<Proposals<PrimitiveName>>;
