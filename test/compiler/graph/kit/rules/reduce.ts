import type {
  reduce as primitives,
  ReduceAttributes,
} from "../../../../../compiler/graph/primitives/reduce.ts";
import { add, average, type Row, table } from "../../../operators/kit/arrays.ts";
import { at, type Dense, filled, placeOf, product } from "../dense.ts";
import type { Rules } from "../rule.ts";

function over(f: (numbers: Row) => number) {
  return ([x]: readonly Dense[], { axes, keep }: ReduceAttributes): Dense[] => {
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

export const reduce: Rules<keyof typeof primitives> = {
  reduce_sum: over(add),
  reduce_mean: over(average),
  reduce_max: over((numbers) => Math.max(...numbers)),
  reduce_min: over((numbers) => Math.min(...numbers)),
  argmax: (inputs, { axis }) =>
    over((numbers) => numbers.indexOf(Math.max(...numbers)))(inputs, { axes: [axis], keep: false }),
};
