import type { linear as primitives } from "../../../../../compiler/graph/primitives/linear.ts";
import { add, table } from "../../../operators/kit/arrays.ts";
import { at, filled } from "../dense.ts";
import type { Rules } from "../rule.ts";

export const linear: Rules<keyof typeof primitives> = {
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
};
