import { widthOf } from "../columns.ts";
import { type Input, misfit } from "./input.ts";

/** Numbers in a row, or nested as deep as the input has axes. */
export type Numbers = ArrayLike<number> | readonly Numbers[];

interface NumbersOptions {
  /** Name of the tensor. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Bytes are whole numbers from 0 to 255. */
  readonly bytes: boolean;
  /** Where rows may fill only a part of the first axis, the name of the tensor that says how much. */
  readonly length?: string;
}

/** Numbers as they are, in the order of the axes, the last running fastest. */
export function numbers({ name, shape, bytes, length }: NumbersOptions): Input<Numbers> {
  const width = widthOf(shape);
  const inner = widthOf(shape.slice(1));
  const fits = bytes
    ? (value: number) => Number.isInteger(value) && value >= 0 && value <= 255
    : (value: number) => Number.isFinite(Math.fround(value));
  return {
    learn: () => ({}),
    columns(values) {
      const data = bytes ? new Uint8Array(values.length * width) : new Float32Array(values.length * width);
      const lengths = new Int32Array(values.length);
      for (const [row, value] of values.entries()) {
        if (value === undefined) continue;
        const given = flat(value);
        const whole = length === undefined ? given.length === width : given.length % inner === 0;
        if (!whole) throw misfit(name, `it takes ${shape.join(" × ")} numbers, not ${given.length}`);
        // What is beyond the axis is cut off.
        const kept = given.slice(0, width);
        if (!kept.every(fits)) throw misfit(name, bytes ? "it takes bytes" : "it takes finite numbers");
        data.set(kept, row * width);
        lengths[row] = kept.length / inner;
      }
      const dtype = bytes ? "int32" : "float32";
      const all = { name, shape, dtype, data } as const;
      return length === undefined ? [all] : [all, { name: length, shape: [], dtype: "int32", data: lengths }];
    },
  };
}

function flat(value: Numbers): readonly number[] {
  return Array.from(value as ArrayLike<number | Numbers>).flatMap((one) =>
    typeof one === "number" ? [one] : flat(one),
  );
}
