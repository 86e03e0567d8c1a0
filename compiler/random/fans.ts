/** How many numbers go into and come out of one unit of a weight. */
export interface Fans {
  readonly in: number;
  readonly out: number;
}

/**
 * Fans of a weight by its shape: `[in, out]` for a dense kernel or an embedding's table, `[…window, in, out]` for a
 * convolution's kernel, where each counts once per place of the window. A vector has its length for both, a scalar 1.
 *
 * Source: Keras 3, `compute_fans`.
 */
export function fansOf(shape: readonly number[]): Fans {
  if (shape.length < 2) return { in: shape[0] ?? 1, out: shape[0] ?? 1 };
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return { in: window * shape.at(-2)!, out: window * shape.at(-1)! };
}
