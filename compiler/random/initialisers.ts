import { number, type Settings as SettingSpecs } from "../operators/settings.ts";
import { standardNormal, standardTruncatedNormal, TRUNCATED_STDDEV } from "./distributions.ts";
import { type Fans, fansOf } from "./fans.ts";
import { orthogonalised } from "./orthogonal.ts";
import { type Key, philoxUniform } from "./philox.ts";
import { INITIAL_COUNTER } from "./streams.ts";

/** What each initialiser needs to know. */
interface Settings {
  zeros: object;
  ones: object;
  constant: { readonly value: number };
  uniform: { readonly low: number; readonly high: number };
  normal: { readonly stddev: number };
  truncated_normal: { readonly stddev: number };
  glorot_uniform: object;
  glorot_normal: object;
  he_uniform: object;
  he_normal: object;
  lecun_uniform: object;
  lecun_normal: object;
  orthogonal: object;
}

export type InitialiserKind = keyof Settings;

/** How a variable starts, as plain data: `{ kind: "glorot_uniform" }`, `{ kind: "normal", stddev: 0.02 }`. */
export type Initialiser<K extends InitialiserKind = InitialiserKind> = {
  [P in K]: { readonly kind: P } & Settings[P];
}[K];

export interface InitialiserRecord<K extends InitialiserKind> {
  readonly name: K;
  readonly doc: string;
  readonly source?: string;
  /** What an author may set of it, `weight w: feature[channel: 8] = normal(0.02)`. */
  readonly settings: SettingSpecs;
  /** The values in row-major order. */
  draw(shape: readonly number[], key: Key, settings: Initialiser<K>): Float32Array;
}

const GLOROT = "Glorot & Bengio, AISTATS 2010";
const HE = "He et al., ICCV 2015, arXiv 1502.01852";
const LECUN = "LeCun et al., Efficient BackProp, 1998";

const deviation = number("the standard deviation", { from: 0, positional: true });

/** Every initialiser. Fans are Keras's; normal ones are cut off at two standard deviations, as in Keras. */
export const INITIALISERS: { readonly [K in InitialiserKind]: InitialiserRecord<K> } = {
  zeros: {
    name: "zeros",
    doc: "0 everywhere",
    settings: {},
    draw: (shape) => filled(shape, 0),
  },
  ones: {
    name: "ones",
    doc: "1 everywhere",
    settings: {},
    draw: (shape) => filled(shape, 1),
  },
  constant: {
    name: "constant",
    doc: "`value` everywhere",
    settings: { value: number("the value", { positional: true }) },
    draw: (shape, _, { value }) => filled(shape, value),
  },
  uniform: {
    name: "uniform",
    doc: "uniform from `low` to `high`",
    settings: {
      low: number("the lower end", { positional: true }),
      high: number("the upper end", { positional: true }),
    },
    draw: (shape, key, { low, high }) => uniform(shape, key, low, high),
  },
  normal: {
    name: "normal",
    doc: "normal with mean 0 and standard deviation `stddev`",
    settings: { stddev: deviation },
    draw: (shape, key, { stddev }) => normal(shape, key, stddev),
  },
  truncated_normal: {
    name: "truncated_normal",
    doc: "normal with mean 0 and standard deviation `stddev`, numbers beyond `2 · stddev` drawn again",
    settings: { stddev: deviation },
    draw: (shape, key, { stddev }) => truncated(shape, key, stddev),
  },
  glorot_uniform: {
    name: "glorot_uniform",
    doc: "uniform with variance `2 / (fan in + fan out)`",
    source: GLOROT,
    settings: {},
    draw: (shape, key) => uniformOfVariance(shape, key, glorot(fansOf(shape))),
  },
  glorot_normal: {
    name: "glorot_normal",
    doc: "truncated normal with variance `2 / (fan in + fan out)`",
    source: GLOROT,
    settings: {},
    draw: (shape, key) => normalOfVariance(shape, key, glorot(fansOf(shape))),
  },
  he_uniform: {
    name: "he_uniform",
    doc: "uniform with variance `2 / fan in`, for layers before a relu",
    source: HE,
    settings: {},
    draw: (shape, key) => uniformOfVariance(shape, key, he(fansOf(shape))),
  },
  he_normal: {
    name: "he_normal",
    doc: "truncated normal with variance `2 / fan in`, for layers before a relu",
    source: HE,
    settings: {},
    draw: (shape, key) => normalOfVariance(shape, key, he(fansOf(shape))),
  },
  lecun_uniform: {
    name: "lecun_uniform",
    doc: "uniform with variance `1 / fan in`",
    source: LECUN,
    settings: {},
    draw: (shape, key) => uniformOfVariance(shape, key, lecun(fansOf(shape))),
  },
  lecun_normal: {
    name: "lecun_normal",
    doc: "truncated normal with variance `1 / fan in`, for layers before a selu",
    source: LECUN,
    settings: {},
    draw: (shape, key) => normalOfVariance(shape, key, lecun(fansOf(shape))),
  },
  orthogonal: {
    name: "orthogonal",
    doc: "an orthogonal matrix, all axes but the last taken as rows, for recurrent kernels",
    source: "Saxe et al., ICLR 2014, arXiv 1312.6120",
    settings: {},
    draw: (shape, key) => {
      const columns = shape.at(-1) ?? 1;
      return orthogonalised(normal(shape, key, 1), size(shape) / columns, columns);
    },
  },
};

/** The initial values of a variable of that shape, in row-major order, drawn from the stream of `key`. */
export function initialise<K extends InitialiserKind>(
  initialiser: Initialiser<K>,
  shape: readonly number[],
  key: Key,
): Float32Array {
  const record: InitialiserRecord<K> = INITIALISERS[initialiser.kind];
  return record.draw(shape, key, initialiser);
}

const glorot = (fans: Fans) => 2 / (fans.in + fans.out);
const he = (fans: Fans) => 2 / fans.in;
const lecun = (fans: Fans) => 1 / fans.in;

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function filled(shape: readonly number[], value: number): Float32Array {
  return new Float32Array(size(shape)).fill(value);
}

function uniform(shape: readonly number[], key: Key, low: number, high: number): Float32Array {
  return philoxUniform(key, INITIAL_COUNTER, size(shape)).map((u) => low + (high - low) * u);
}

function normal(shape: readonly number[], key: Key, stddev: number): Float32Array {
  return standardNormal(key, INITIAL_COUNTER, size(shape)).map((z) => stddev * z);
}

function truncated(shape: readonly number[], key: Key, stddev: number): Float32Array {
  return standardTruncatedNormal(key, INITIAL_COUNTER, size(shape)).map((z) => stddev * z);
}

function uniformOfVariance(shape: readonly number[], key: Key, variance: number): Float32Array {
  const limit = Math.sqrt(3 * variance);
  return uniform(shape, key, -limit, limit);
}

/** Cutting off the tails makes a distribution narrower, so a wider one is cut. */
function normalOfVariance(shape: readonly number[], key: Key, variance: number): Float32Array {
  return truncated(shape, key, Math.sqrt(variance) / TRUNCATED_STDDEV);
}
