/** The gamma function's logarithm and its slope, for numbers from 1, by Stirling's series. */
import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";

/** How far a number is moved up before the series is taken: at 7 its first term left out is below 1e-9. */
const SHIFT = 6;

const shifts = (g: Ops, x: Tensor) => Array.from({ length: SHIFT }, (_, i) => g.add(x, g.scalar(i)));
const sum = (g: Ops, xs: readonly Tensor[]) => xs.reduce((a, b) => g.add(a, b));

/** `c_1 y + c_2 y² + …` without its powers: by Horner's rule. */
const polynomial = (g: Ops, y: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients.reduceRight<Tensor>((rest, c) => g.mul(y, g.add(rest, g.scalar(c))), g.scalar(0));

/** `log Γ(x)` for x from 1 (Abramowitz & Stegun, 6.1.15 and 6.1.41). */
export function logGamma(g: Ops, x: Tensor): Tensor {
  const z = g.add(x, g.scalar(SHIFT));
  const inverse = g.reciprocal(z);
  const series = g.mul(z, polynomial(g, g.square(inverse), [1 / 12, -1 / 360, 1 / 1260]));
  const main = g.sub(g.mul(g.sub(z, g.scalar(0.5)), g.log(z)), z);
  const shifted = g.add(g.add(main, g.scalar(Math.log(2 * Math.PI) / 2)), series);
  return g.sub(
    shifted,
    sum(
      g,
      shifts(g, x).map((one) => g.log(one)),
    ),
  );
}

/** `Γ'(x) / Γ(x)` for x from 1 (Abramowitz & Stegun, 6.3.5 and 6.3.18). */
export function digamma(g: Ops, x: Tensor): Tensor {
  const z = g.add(x, g.scalar(SHIFT));
  const inverse = g.reciprocal(z);
  const series = polynomial(g, g.square(inverse), [-1 / 12, 1 / 120, -1 / 252]);
  const shifted = g.add(g.sub(g.log(z), g.mul(inverse, g.scalar(0.5))), series);
  return g.sub(
    shifted,
    sum(
      g,
      shifts(g, x).map((one) => g.reciprocal(one)),
    ),
  );
}
