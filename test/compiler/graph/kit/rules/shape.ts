import type { shape as primitives } from "../../../../../compiler/graph/primitives/shape.ts";
import { add } from "../../../operators/kit/arrays.ts";
import { at, type Dense, filled, type Place, stretched } from "../dense.ts";
import type { Rules } from "../rule.ts";

/** The array whose number at a place stands elsewhere in `x`. */
const moved = (x: Dense, shape: readonly number[], from: (place: Place) => Place) => [
  filled(shape, (place) => at(x, from(place))),
];

export const shape: Rules<keyof typeof primitives> = {
  reshape: ([x], { shape }, { sizes }) => [{ shape: sizes(shape), data: x!.data }],
  transpose: ([x], { permutation }) =>
    moved(
      x!,
      permutation.map((axis) => x!.shape[axis]!),
      (place) => permutation.map((_, axis) => place[permutation.indexOf(axis)]!),
    ),
  broadcast_to: ([x], { shape }, { sizes }) => [filled(sizes(shape), (place) => stretched(x!, place))],
  slice: ([x], { begin, size }, { sizes }) =>
    moved(x!, sizes(size), (place) => place.map((i, d) => i + begin[d]!)),
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
  pad([x], { before, after, value }) {
    const shape = x!.shape.map((size, d) => before[d]! + size + after[d]!);
    return [
      filled(shape, (place) => {
        const from = place.map((i, d) => i - before[d]!);
        return from.every((i, d) => i >= 0 && i < x!.shape[d]!) ? at(x!, from) : value;
      }),
    ];
  },
  reverse: ([x], { axes }) =>
    moved(x!, x!.shape, (place) => place.map((i, d) => (axes.includes(d) ? x!.shape[d]! - 1 - i : i))),
};
