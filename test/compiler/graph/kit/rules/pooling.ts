import type { Pooling, pooling as primitives } from "../../../../../compiler/graph/primitives/pooling.ts";
import { average, type Row } from "../../../operators/kit/arrays.ts";
import { at, type Dense, filled, type Place, summed } from "../dense.ts";
import type { Rules } from "../rule.ts";
import { type Stand, stands } from "./sliding.ts";

const pooled =
  (f: (numbers: Row) => number) =>
  ([x]: readonly Dense[], { window, ...sliding }: Pooling): Dense[] => {
    const { stands: all, down, across } = stands(x!.shape, window, sliding);
    return [
      filled([x!.shape[0]!, down, across, x!.shape[3]!], ([n, top, left, c]) =>
        f(all[top! * across + left!]!.seen.map((p) => at(x!, [n!, p.y, p.x, c!]))),
      ),
    ];
  };

/** Hands the gradient of every window and channel back. */
function handedBack(
  shape: readonly number[],
  dy: Dense,
  { window, ...sliding }: Pooling,
  hand: (stand: Stand, [n, c]: readonly [number, number], gradient: number, add: Add) => void,
): Dense[] {
  return [
    summed(shape, (add) => {
      for (const stand of stands(shape, window, sliding).stands) {
        for (let n = 0; n < shape[0]!; n++) {
          for (let c = 0; c < shape[3]!; c++) {
            hand(stand, [n, c], at(dy, [n, stand.top, stand.left, c]), add);
          }
        }
      }
    }),
  ];
}

type Add = (place: Place, number: number) => void;

export const pooling: Rules<keyof typeof primitives> = {
  max_pool2d: pooled((numbers) => Math.max(...numbers)),
  max_pool2d_gradient: ([dy, x], pooling) =>
    handedBack(x!.shape, dy!, pooling, ({ seen }, [n, c], gradient, add) => {
      const places = seen.map((p) => [n, p.y, p.x, c]);
      const largest = Math.max(...places.map((place) => at(x!, place)));
      add(places.find((place) => at(x!, place) === largest)!, gradient);
    }),
  avg_pool2d: pooled(average),
  avg_pool2d_gradient: ([dy], { inputShape, ...pooling }, { sizes }) =>
    handedBack(sizes(inputShape), dy!, pooling, ({ seen }, [n, c], gradient, add) => {
      for (const { y, x } of seen) add([n, y, x, c], gradient / seen.length);
    }),
};
