import { type Input, misfit } from "./input.ts";
import { type DatePart, dateOf, datePartsOf } from "./moments.ts";

interface DateOptions {
  /** Name of the tensor. */
  readonly name: string;
  /** What is told of the moment, in this order. */
  readonly parts: readonly DatePart[];
}

/** Dates and times, written as `2024-05-31` or `2024-05-31 14:30:00`, as numbers. */
export function date({ name, parts }: DateOptions): Input<string> {
  const numbersOf = (value: string): readonly number[] => {
    const moment = dateOf(value);
    if (moment === undefined) throw misfit(name, `${JSON.stringify(value)} is no date`);
    return parts.flatMap((part) => datePartsOf(moment, part));
  };
  const width = numbersOf("2000-01-01").length;
  return {
    learn: () => ({}),
    columns(values) {
      const data = new Float32Array(values.length * width);
      for (const [row, value] of values.entries()) {
        if (value !== undefined) data.set(numbersOf(value), row * width);
      }
      return [{ name, shape: [width], dtype: "float32", data }];
    },
  };
}
