/** The chance that a standard normal number is below x: Simpson's rule over the density from 0 to x. */
export function below(x: number): number {
  const steps = 400;
  const width = x / steps;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let area = density(0) + density(x);
  for (let i = 1; i < steps; i++) area += density(i * width) * (i % 2 === 1 ? 4 : 2);
  return 0.5 + (area * width) / 3;
}

/** As many equally likely numbers as asked for that stand for a standard normal one: the middles of its quantiles. */
export function quantiles(count: number): number[] {
  return Array.from({ length: count }, (_, i) => quantile((i + 0.5) / count));
}

function quantile(chance: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
