import type { softmax as primitives } from "../../../../../compiler/graph/primitives/softmax.ts";
import { add, type Row, softmax as shares, table } from "../../../operators/kit/arrays.ts";
import { at, type Dense, filled, type Place } from "../dense.ts";
import type { Rules } from "../rule.ts";

const overLast =
  (f: (numbers: Row) => readonly number[]) =>
  ([x]: readonly Dense[]): Dense[] => {
    const size = x!.shape.at(-1)!;
    const rows = table(x!.data.length / size, (i) => f(x!.data.slice(i * size, (i + 1) * size)));
    return [{ shape: x!.shape, data: rows.flat() }];
  };

function logShares(numbers: Row): number[] {
  const largest = Math.max(...numbers);
  const total = Math.log(add(numbers.map((number) => Math.exp(number - largest))));
  return numbers.map((number) => number - largest - total);
}

export const softmax: Rules<keyof typeof primitives> = {
  softmax: overLast(shares),
  log_softmax: overLast(logShares),
  softmax_cross_entropy([logits, labels]) {
    const [log] = overLast(logShares)([logits!]);
    const truth = (place: Place) => Number(at(labels!, [place[0]!]) === place[1]);
    return [
      filled(labels!.shape, ([n]) => -at(log!, [n!, at(labels!, [n!])])),
      filled(logits!.shape, (place) => Math.exp(at(log!, place)) - truth(place)),
    ];
  },
};
