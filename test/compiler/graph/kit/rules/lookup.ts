import type { lookup as primitives } from "../../../../../compiler/graph/primitives/lookup.ts";
import { at, filled, placeOf, summed } from "../dense.ts";
import type { Rules } from "../rule.ts";

export const lookup: Rules<keyof typeof primitives> = {
  gather: ([rows, ids]) => [
    filled([...ids!.shape, ...rows!.shape.slice(1)], (place) =>
      at(rows!, [at(ids!, place.slice(0, ids!.shape.length)), ...place.slice(ids!.shape.length)]),
    ),
  ],
  segment_sum([data, ids], { count }) {
    const rank = ids!.shape.length;
    return [
      summed([count, ...data!.shape.slice(rank)], (add) => {
        for (const [i, number] of data!.data.entries()) {
          const place = placeOf(i, data!.shape);
          add([at(ids!, place.slice(0, rank)), ...place.slice(rank)], number);
        }
      }),
    ];
  },
  one_hot: ([ids], { depth }) => [
    filled([...ids!.shape, depth], (place) => Number(at(ids!, place.slice(0, -1)) === place.at(-1))),
  ],
};
