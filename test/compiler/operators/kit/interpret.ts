/** Computes the primitives that operators are lowered to, one number at a time and in double precision. */
import { nodesOf } from "../../../../compiler/graph/graph.ts";
import type { AttributesOf, PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Node, Shape, Tensor } from "../../../../compiler/graph/tensor.ts";
import { slide } from "../../../../compiler/graph/windows.ts";
import { add, average, type Row, softmax, table } from "./arrays.ts";

/** Numbers in row-major order. */
export interface Dense {
  readonly shape: readonly number[];
  readonly data: Row;
}

type Place = readonly number[];

const product = (sizes: Row) => sizes.reduce((a, b) => a * b, 1);
const offset = (place: Place, shape: readonly number[]) => place.reduce((at, i, d) => at * shape[d]! + i, 0);
const at = ({ shape, data }: Dense, place: Place) => data[offset(place, shape)]!;

function placeOf(index: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = index;
  for (let d = shape.length - 1; d >= 0; d--) {
    place[d] = rest % shape[d]!;
    rest = Math.floor(rest / shape[d]!);
  }
  return place;
}

const filled = (shape: readonly number[], number: (place: Place) => number): Dense => ({
  shape,
  data: table(product(shape), (i) => number(placeOf(i, shape))),
});

/** The number that broadcasting puts at a place. */
const stretched = (x: Dense, place: Place) =>
  at(
    x,
    x.shape.map((size, d) => (size === 1 ? 0 : place[place.length - x.shape.length + d]!)),
  );

function elementwise(f: (...numbers: number[]) => number) {
  return (inputs: readonly Dense[]): Dense[] => {
    const rank = Math.max(...inputs.map(({ shape }) => shape.length));
    const shape = table(rank, (d) => Math.max(...inputs.map((x) => x.shape[d - rank + x.shape.length] ?? 1)));
    return [filled(shape, (place) => f(...inputs.map((x) => stretched(x, place))))];
  };
}

function reduction(f: (numbers: Row) => number) {
  return ([x]: readonly Dense[], { axes, keep }: AttributesOf<"reduce_sum">): Dense[] => {
    const inner = axes.map((axis) => x!.shape[axis]!);
    const kept = x!.shape.map((size, d) => (axes.includes(d) ? 1 : size));
    const reduced = filled(kept, (place) =>
      f(
        table(product(inner), (i) => {
          const within = placeOf(i, inner);
          return at(
            x!,
            place.map((own, d) => (axes.includes(d) ? within[axes.indexOf(d)]! : own)),
          );
        }),
      ),
    );
    return [{ ...reduced, shape: keep ? kept : kept.filter((_, d) => !axes.includes(d)) }];
  };
}

const overLast =
  (f: (numbers: Row) => readonly number[]) =>
  ([x]: readonly Dense[]): Dense[] => {
    const size = x!.shape.at(-1)!;
    const rows = table(x!.data.length / size, (i) => f(x!.data.slice(i * size, (i + 1) * size)));
    return [{ shape: x!.shape, data: rows.flat() }];
  };

function logSoftmax(numbers: Row): number[] {
  const largest = Math.max(...numbers);
  const total = Math.log(add(numbers.map((number) => Math.exp(number - largest))));
  return numbers.map((number) => number - largest - total);
}

/** The numbers of an image under a window: for those inside the edge, `see` gets their place in window and image. */
function windows<T>(
  [, height, width]: Place,
  [rows, columns]: Place,
  { strides, padding }: { strides: readonly [number, number]; padding: "same" | "valid" },
  see: (inside: { i: number; j: number; y: number; x: number }[]) => T,
): T[][] {
  const down = slide(height!, rows!, strides[0], padding);
  const across = slide(width!, columns!, strides[1], padding);
  return table(down.places, (top) =>
    table(across.places, (left) =>
      see(
        table(rows! * columns!, (k) => {
          const [i, j] = [Math.floor(k / columns!), k % columns!];
          return { i, j, y: top * strides[0] + i - down.before, x: left * strides[1] + j - across.before };
        }).filter(({ y, x }) => y >= 0 && y < height! && x >= 0 && x < width!),
      ),
    ),
  );
}

/** The images that a sliding window gives, by what it gives of each image for each channel that comes out. */
function slid(
  x: Dense,
  window: Place,
  sliding: Parameters<typeof windows>[2],
  channels: number,
  see: (n: number, channel: number, inside: { i: number; j: number; y: number; x: number }[]) => number,
): Dense[] {
  const images = table(x.shape[0]!, (n) =>
    windows(x.shape, window, sliding, (inside) => table(channels, (channel) => see(n, channel, inside))),
  );
  const [first] = images;
  return [{ shape: [images.length, first!.length, first![0]!.length, channels], data: images.flat(3) }];
}

/** The error function by its series, which converges fast enough for numbers that tests use. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let [sum, term] = [0, x];
  for (let n = 0; n < 200; n++) {
    sum += term / (2 * n + 1);
    term *= (-x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

interface Reading {
  readonly feeds: Readonly<Record<string, Dense>>;
  sizes(shape: Shape): number[];
}

type Rules = {
  readonly [N in PrimitiveName]?: (
    inputs: readonly Dense[],
    attributes: AttributesOf<N>,
    reading: Reading,
  ) => readonly Dense[];
};

const rules: Rules = {
  constant: (_, { value, shape }) => [
    { shape, data: value.length === 1 ? Array(product(shape)).fill(value[0]) : value },
  ],
  feed(_, { name, shape }, { feeds, sizes }) {
    const found = feeds[name];
    if (found === undefined) throw new Error(`nothing is fed as ${name}`);
    if (String(found.shape) !== String(sizes(shape))) throw new Error(`${name} is fed in another shape`);
    return [found];
  },
  neg: elementwise((a) => -a),
  exp: elementwise(Math.exp),
  log: elementwise(Math.log),
  sqrt: elementwise(Math.sqrt),
  rsqrt: elementwise((a) => 1 / Math.sqrt(a)),
  square: elementwise((a) => a * a),
  floor: elementwise(Math.floor),
  cos: elementwise(Math.cos),
  erf: elementwise(erf),
  tanh: elementwise(Math.tanh),
  sigmoid: elementwise((a) => 1 / (1 + Math.exp(-a))),
  relu: elementwise((a) => Math.max(a, 0)),
  stop_gradient: (inputs) => inputs,
  cast: (inputs) => inputs,
  add: elementwise((a, b) => a + b),
  sub: elementwise((a, b) => a - b),
  mul: elementwise((a, b) => a * b),
  div: elementwise((a, b) => a / b),
  pow: elementwise((a, b) => a ** b),
  maximum: elementwise(Math.max),
  minimum: elementwise(Math.min),
  greater: elementwise((a, b) => Number(a > b)),
  greater_equal: elementwise((a, b) => Number(a >= b)),
  less: elementwise((a, b) => Number(a < b)),
  select: elementwise((a, b, c) => (a === 1 ? b! : c!)),

  reduce_sum: reduction(add),
  reduce_mean: reduction(average),
  reduce_max: reduction((numbers) => Math.max(...numbers)),

  reshape: ([x], { shape }, { sizes }) => [{ shape: sizes(shape), data: x!.data }],
  transpose: ([x], { permutation }) => [
    filled(
      permutation.map((axis) => x!.shape[axis]!),
      (place) =>
        at(
          x!,
          permutation.map((_, axis) => place[permutation.indexOf(axis)]!),
        ),
    ),
  ],
  broadcast_to: ([x], { shape }, { sizes }) => [filled(sizes(shape), (place) => stretched(x!, place))],
  slice: ([x], { begin, size }, { sizes }) => [
    filled(sizes(size), (place) =>
      at(
        x!,
        place.map((i, d) => i + begin[d]!),
      ),
    ),
  ],
  concat(inputs, { axis }) {
    const ends = inputs.map((_, k) => add(inputs.slice(0, k + 1).map((x) => x.shape[axis]!)));
    const shape = inputs[0]!.shape.map((size, d) => (d === axis ? ends.at(-1)! : size));
    return [
      filled(shape, (place) => {
        const k = ends.findIndex((end) => place[axis]! < end);
        return at(
          inputs[k]!,
          place.map((i, d) => (d === axis ? i - (ends[k - 1] ?? 0) : i)),
        );
      }),
    ];
  },
  matmul([a, b], { transposeA, transposeB }) {
    const [rows, inner] = transposeA ? a!.shape.slice(-2).reverse() : a!.shape.slice(-2);
    const columns = b!.shape.at(transposeB ? -2 : -1)!;
    return [
      filled([...a!.shape.slice(0, -2), rows!, columns], (place) => {
        const [lead, i, j] = [place.slice(0, -2), place.at(-2)!, place.at(-1)!];
        return add(
          table(
            inner!,
            (k) =>
              at(a!, [...lead, ...(transposeA ? [k, i] : [i, k])]) *
              at(b!, [...lead, ...(transposeB ? [j, k] : [k, j])]),
          ),
        );
      }),
    ];
  },

  conv2d([x, kernel], sliding) {
    const [channels, filters] = kernel!.shape.slice(2) as [number, number];
    return slid(x!, kernel!.shape, sliding, filters, (n, f, inside) =>
      add(
        inside.flatMap((p) =>
          table(channels, (c) => at(x!, [n, p.y, p.x, c]) * at(kernel!, [p.i, p.j, c, f])),
        ),
      ),
    );
  },
  depthwise_conv2d([x, kernel], sliding) {
    const [channels, multiplier] = kernel!.shape.slice(2) as [number, number];
    return slid(x!, kernel!.shape, sliding, channels * multiplier, (n, f, inside) => {
      const c = Math.floor(f / multiplier);
      return add(inside.map((p) => at(x!, [n, p.y, p.x, c]) * at(kernel!, [p.i, p.j, c, f % multiplier])));
    });
  },
  max_pool2d: ([x], { window, ...sliding }) =>
    slid(x!, window, sliding, x!.shape[3]!, (n, c, inside) =>
      Math.max(...inside.map((p) => at(x!, [n, p.y, p.x, c]))),
    ),

  gather: ([rows, ids]) => [
    filled([...ids!.shape, ...rows!.shape.slice(1)], (place) =>
      at(rows!, [at(ids!, place.slice(0, ids!.shape.length)), ...place.slice(ids!.shape.length)]),
    ),
  ],
  one_hot: ([ids], { depth }) => [
    filled([...ids!.shape, depth], (place) => Number(at(ids!, place.slice(0, -1)) === place.at(-1))),
  ],
  softmax: overLast(softmax),
  log_softmax: overLast(logSoftmax),
  softmax_cross_entropy([logits, labels]) {
    const [log] = overLast(logSoftmax)([logits!]);
    const truth = (place: Place) => Number(at(labels!, [place[0]!]) === place[1]);
    return [
      filled(labels!.shape, ([n]) => -at(log!, [n!, at(labels!, [n!])])),
      filled(logits!.shape, (place) => Math.exp(at(log!, place)) - truth(place)),
    ];
  },
  batch_norm([x, scale, shift], { epsilon }) {
    const channels = x!.shape.at(-1)!;
    const columns = table(channels, (c) => x!.data.filter((_, i) => i % channels === c));
    const mean = columns.map(average);
    const variance = columns.map((column, c) => average(column.map((v) => (v - mean[c]!) ** 2)));
    const y = filled(x!.shape, (place) => {
      const c = place.at(-1)!;
      return (
        ((at(x!, place) - mean[c]!) / Math.sqrt(variance[c]! + epsilon)) * scale!.data[c]! + shift!.data[c]!
      );
    });
    return [y, { shape: [channels], data: mean }, { shape: [channels], data: variance }];
  },

  adam_update([weight, mean, square, gradient, rate, decay, step], { beta1, beta2, epsilon }) {
    const [r, t] = [rate!.data[0]!, step!.data[0]!];
    const m = mean!.data.map((v, i) => beta1 * v + (1 - beta1) * gradient!.data[i]!);
    const v = square!.data.map((u, i) => beta2 * u + (1 - beta2) * gradient!.data[i]! ** 2);
    const pace = (r * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const w = weight!.data.map(
      (u, i) => u - r * decay!.data[0]! * u - (pace * m[i]!) / (Math.sqrt(v[i]!) + epsilon),
    );
    return [w, m, v].map((data) => ({ shape: weight!.shape, data }));
  },
  momentum_update([weight, velocity, gradient, rate], { momentum, nesterov }) {
    const falls = gradient!.data.map((value) => value * rate!.data[0]!);
    const v = velocity!.data.map((u, i) => momentum * u - falls[i]!);
    const w = weight!.data.map((u, i) => u + (nesterov ? momentum * v[i]! - falls[i]! : v[i]!));
    return [w, v].map((data) => ({ shape: weight!.shape, data }));
  },
};

/**
 * The values of some tensors.
 *
 * @param feeds the values of all feeds they need
 * @param rows how many rows a batch has
 */
export function interpret(
  roots: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, Dense>>,
  rows: number,
): Record<string, Dense> {
  const sizes = (shape: Shape) => shape.map((dim) => (typeof dim === "number" ? dim : dim.batch * rows));
  const known = new Map<Node, readonly Dense[]>();
  const value = (tensor: Tensor) => known.get(tensor.node)![tensor.output]!;
  for (const node of nodesOf(Object.values(roots))) {
    const rule = rules[node.primitive as PrimitiveName] as
      | ((inputs: readonly Dense[], attributes: object, reading: Reading) => readonly Dense[])
      | undefined;
    if (rule === undefined) throw new Error(`there is no rule for ${node.primitive}`);
    const results = rule(node.inputs.map(value), node.attributes, { feeds, sizes });
    for (const [i, { shape }] of results.entries()) {
      const promised = sizes(node.outputs[i]!.shape);
      if (String(shape) !== String(promised))
        throw new Error(`${node.primitive} gave [${shape}], not [${promised}]`);
    }
    known.set(node, results);
  }
  return Object.fromEntries(Object.entries(roots).map(([name, tensor]) => [name, value(tensor)]));
}
