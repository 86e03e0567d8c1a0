import type { Numbers } from "./dtypes.ts";

/** The numbers of a tensor with its axes in another order. */
export function transposed(
  data: Numbers,
  shape: readonly number[],
  permutation: readonly number[],
): { readonly data: Numbers; readonly shape: readonly number[] } {
  const steps = stepsOf(shape);
  const sizes = permutation.map((axis) => shape[axis]!);
  const jumps = permutation.map((axis) => steps[axis]!);
  const result = data.slice();
  const rank = sizes.length;
  const place = new Array<number>(rank).fill(0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let axis = rank - 1; axis >= 0; axis--) {
      from += jumps[axis]!;
      if (++place[axis]! < sizes[axis]!) break;
      from -= jumps[axis]! * sizes[axis]!;
      place[axis] = 0;
    }
  }
  return { data: result, shape: sizes };
}

/** How far apart neighbours along each axis lie. */
export function stepsOf(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    steps[axis] = step;
    step *= shape[axis]!;
  }
  return steps;
}
