import type { Tensor } from "../graph/tensor.ts";
import type { LowerContext } from "../lower/context.ts";
import { integer } from "./settings.ts";

/** The setting of operators that map by one layer or by two. */
export const hiddenUnits = integer(
  "units of a hidden layer before the last map; if left out, there is none",
  {
    optional: true,
  },
);

/** The sizes of a map with a hidden layer, or without. */
interface Sizes {
  readonly from: number;
  readonly hidden: number | undefined;
  readonly to: number;
}

/** How many weights the map trains. */
export const perceptronWeights = ({ from, hidden, to }: Sizes): number =>
  hidden === undefined ? (from + 1) * to : (from + 1) * hidden + (hidden + 1) * to;

/** How many weights the map trains, for people, from so many numbers to so many. */
export const perceptronFormula = (from: string, to: string): string =>
  `(${from}) · ${to} + ${to}, or with \`hidden\` (${from}) · hidden + hidden + hidden · ${to} + ${to}`;

/** Maps the last axis linearly, with a hidden layer before that where there is one: `[…, from]` to `[…, to]`. */
export function perceptron(
  { g, weight }: LowerContext,
  x: Tensor,
  { from, hidden, to }: Sizes,
  activation: (x: Tensor) => Tensor = g.relu,
): Tensor {
  const layer = (name: string, input: Tensor, [rows, columns]: readonly [number, number]) =>
    g.add(
      g.linear(input, weight(`${name}kernel`, [rows, columns], { kind: "glorot_uniform" })),
      weight(`${name}bias`, [columns], { kind: "zeros" }),
    );
  if (hidden === undefined) return layer("", x, [from, to]);
  return layer("", activation(layer("hidden_", x, [from, hidden])), [hidden, to]);
}
