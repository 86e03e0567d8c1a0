/** Optimizers written out for lists of numbers, as their papers and Keras have them. */

/** A weight with the optimizer's memory of it. */
export interface Moving {
  readonly weight: readonly number[];
  readonly slots: readonly (readonly number[])[];
}

export type PlainStep = (moving: Moving, gradient: readonly number[], step: number) => Moving;

/** Kingma & Ba 2015, with the decay of Loshchilov & Hutter 2019. */
export function plainAdam(rate: number, decay: number): PlainStep {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  return ({ weight, slots: [mean, square] }, gradient, step) => {
    const m = gradient.map((g, i) => beta1 * mean![i]! + (1 - beta1) * g);
    const v = gradient.map((g, i) => beta2 * square![i]! + (1 - beta2) * g * g);
    const scale = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    const moved = weight.map((w, i) => w - rate * decay * w - (scale * m[i]!) / (Math.sqrt(v[i]!) + epsilon));
    return { weight: moved, slots: [m, v] };
  };
}

/** Sutskever et al. 2013. */
export function plainMomentum(rate: number, keep: number, nesterov: boolean): PlainStep {
  return ({ weight, slots: [velocity] }, gradient) => {
    const v = gradient.map((g, i) => keep * velocity![i]! - rate * g);
    return {
      weight: weight.map((w, i) => w + (nesterov ? keep * v[i]! - rate * gradient[i]! : v[i]!)),
      slots: [v],
    };
  };
}

export function plainDescent(rate: number): PlainStep {
  return ({ weight, slots }, gradient) => ({ weight: weight.map((w, i) => w - rate * gradient[i]!), slots });
}

/** Loss and gradient of linear regression by the mean squared error. */
export function plainRegression(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weight: readonly number[],
): { loss: number; gradient: number[] } {
  const errors = rows.map((row, i) => row.reduce((sum, x, j) => sum + x * weight[j]!, 0) - targets[i]!);
  const loss = errors.reduce((sum, e) => sum + e * e, 0) / rows.length;
  const gradient = weight.map(
    (_, j) => rows.reduce((sum, row, i) => sum + 2 * errors[i]! * row[j]!, 0) / rows.length,
  );
  return { loss, gradient };
}
