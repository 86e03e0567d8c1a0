import type { AttributesOf, PrimitiveName } from "../../graph/primitives/index.ts";
import { ELEMENT, HELD } from "../../graph/simplify/fold.ts";
import type { TensorType } from "../../graph/tensor.ts";
import { stepsOf, transposed } from "./constants.ts";

/** A tensor whose numbers are known when compiling, in row-major order. */
export interface Known {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

type Rule<N extends PrimitiveName> = (
  inputs: readonly Known[],
  attributes: AttributesOf<N>,
  type: TensorType,
) => ArrayLike<number> | undefined;

/** Results of more numbers than this, and than the operands have together, are left to be computed. */
const LARGEST = 1024;
/** Products of more multiplications are left to be computed. */
const MOST_MACS = 1e8;

const count = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

const RULES: { readonly [N in PrimitiveName]?: Rule<N> } = {
  reshape: ([a]) => a!.data,
  transpose([a], { permutation }, { dtype }) {
    const numbers = dtype === "float32" ? Float32Array.from(a!.data) : Int32Array.from(a!.data);
    return transposed(numbers, a!.shape, permutation).data as Float32Array | Int32Array;
  },
  matmul: ([a, b], { transposeA, transposeB }, { shape }) => {
    if (shape.length !== 2) return undefined;
    const [rows, columns] = shape as readonly [number, number];
    const inner = a!.shape[transposeA ? 0 : 1]!;
    if (rows * inner * columns > MOST_MACS) return undefined;
    const [stepA, alongA] = transposeA ? [1, rows] : [inner, 1];
    const [stepB, alongB] = transposeB ? [inner, 1] : [1, columns];
    const result = new Float32Array(rows * columns);
    for (let i = 0; i < result.length; i++) {
      const [row, column] = [Math.floor(i / columns), i % columns];
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += a!.data[row * stepA + k * alongA]! * b!.data[column * stepB + k * alongB]!;
      }
      result[i] = sum;
    }
    return result;
  },
  softmax: ([a]) => {
    const width = a!.shape.at(-1)!;
    const result = Float32Array.from(a!.data);
    for (let from = 0; from < result.length; from += width) {
      const row = result.subarray(from, from + width);
      const largest = Math.max(...row);
      const sum = row.reduce((all, x) => all + Math.exp(x - largest), 0);
      row.forEach((x, i) => {
        row[i] = Math.exp(x - largest) / sum;
      });
    }
    return result;
  },
};

/** What a primitive gives for operands that are known; undefined where that is better computed later. */
export function computeKnown<N extends PrimitiveName>(
  name: N,
  inputs: readonly Known[],
  attributes: AttributesOf<N>,
  type: TensorType,
): Known | undefined {
  const shape = type.shape as readonly number[];
  const given = inputs.reduce((all, input) => all + input.data.length, 0);
  if (count(shape) > Math.max(LARGEST, given)) return undefined;
  const rule = RULES[name] as Rule<N> | undefined;
  const data = rule === undefined ? byElement(name, inputs, type) : rule(inputs, attributes, type);
  return data && { shape, data };
}

/** Stands for the operands that a primitive does not take. */
const NOTHING: Known = { shape: [], data: [Number.NaN] };

/** Where in an operand the present place of a result lies. */
interface Walk {
  readonly data: ArrayLike<number>;
  readonly jumps: readonly number[];
  at: number;
}

function byElement(
  name: PrimitiveName,
  inputs: readonly Known[],
  { shape, dtype }: TensorType,
): ArrayLike<number> | undefined {
  const element = ELEMENT[name];
  const held = HELD[dtype];
  if (element === undefined || held === undefined) return undefined;
  const sizes = shape as readonly number[];
  const rank = sizes.length;
  const walk = ({ shape: own, data }: Known = NOTHING): Walk => {
    const steps = stepsOf(own);
    const lead = rank - own.length;
    const jumps = sizes.map((_, axis) => ((own[axis - lead] ?? 1) === 1 ? 0 : steps[axis - lead]!));
    return { data, jumps, at: 0 };
  };
  const [a, b, c] = [walk(inputs[0]), walk(inputs[1]), walk(inputs[2])];
  const result = new Float64Array(count(sizes));
  const place = new Array<number>(rank).fill(0);
  for (let to = 0; to < result.length; to++) {
    const number = held(element(a.data[a.at]!, b.data[b.at]!, c.data[c.at]!));
    if (number === undefined) return undefined;
    result[to] = number;
    for (let axis = rank - 1; axis >= 0; axis--) {
      const turned = ++place[axis]! === sizes[axis]!;
      const times = turned ? 1 - sizes[axis]! : 1;
      a.at += a.jumps[axis]! * times;
      b.at += b.jumps[axis]! * times;
      c.at += c.jumps[axis]! * times;
      if (!turned) break;
      place[axis] = 0;
    }
  }
  return dtype === "float32" ? Float32Array.from(result) : Int32Array.from(result);
}
