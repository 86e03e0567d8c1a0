/** A quotient of whole numbers in lowest terms. */
export interface Ratio {
  readonly over: number;
  readonly under: number;
}

/** How far a quotient of two rates, which are written in decimals, may be from the whole numbers it stands for. */
const ROUNDING = 1e-12;

/** The largest whole number that a quotient is looked for with: products with sizes stay exact. */
const LARGEST = 1_000_000;

/**
 * The whole numbers whose quotient a positive number is, up to rounding, by continued fractions; undefined where it
 * takes larger ones than rates have. 25 / 16 000 is 1 over 640.
 */
export function ratioOf(value: number): Ratio | undefined {
  let [over, under, lastOver, lastUnder] = [1, 0, 0, 1];
  let rest = value;
  for (;;) {
    const whole = Math.floor(rest + ROUNDING * rest);
    [over, lastOver] = [whole * over + lastOver, over];
    [under, lastUnder] = [whole * under + lastUnder, under];
    if (over > LARGEST || under > LARGEST) return undefined;
    if (Math.abs(over / under - value) <= ROUNDING * value) return { over, under };
    rest = 1 / (rest - whole);
  }
}
