import type { Gathering } from "./gathering.ts";

/** Between which temperatures the best is looked for, as logarithms, and how often the span is halved. */
const SPAN = Math.log(1000);
const HALVINGS = 50;

/**
 * Finds the temperature at which the true labels are likeliest.
 *
 * Source: Guo et al., ICML 2017, arXiv 1706.04599
 */
export function gatherTemperature(): Gathering {
  const rows: Float32Array[] = [];
  return {
    add(values, counts) {
      const labels = values.length / counts.length;
      counts.forEach((count, i) => {
        if (count > 0) rows.push(values.slice(i * labels, (i + 1) * labels));
      });
    },
    result: () => (rows.length === 0 ? undefined : Float32Array.of(bestTemperature(rows))),
  };
}

/**
 * The temperature T that makes `Σ log Σ_k e^(m_k / T)` least, for rows of margins m over the true label: in `1 / T` the sum
 * is convex, so that its slope changes sign at most once.
 */
export function bestTemperature(rows: readonly Float32Array[]): number {
  let [low, high] = [-SPAN, SPAN];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    // The temperature falls as its inverse rises.
    if (slope(rows, Math.exp(-middle)) > 0) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}

/** The slope of `Σ log Σ_k e^(b m_k)` at b: the margins as the softmax weighs them. */
function slope(rows: readonly Float32Array[], b: number): number {
  let sum = 0;
  for (const margins of rows) {
    const most = margins.reduce((a, m) => Math.max(a, b * m), Number.NEGATIVE_INFINITY);
    let [weights, weighted] = [0, 0];
    for (const m of margins) {
      const weight = Math.exp(b * m - most);
      weights += weight;
      weighted += weight * m;
    }
    sum += weighted / weights;
  }
  return sum;
}
