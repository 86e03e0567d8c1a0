import { quantiles } from "./normal.ts";

/** Rows that are all equally likely, with the true label of each and the chance that it is 1 given what is seen. */
export interface Rows {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly label: readonly number[];
  readonly chance: readonly number[];
}

/**
 * Two coins decide by `exclusive or`, and each modality sees one of them, as ±1 with normal noise. Neither knows
 * anything by itself. The rows are every pair of what can be seen, the noise taken at its quantiles.
 *
 * @param noise standard deviation
 */
export function xor(noise: number, places = 24): Rows {
  const seen = [-1, 1].flatMap((sign) =>
    quantiles(places).map((z) => ({ bit: (sign + 1) / 2, x: sign + noise * z })),
  );
  const isOne = (x: number) => 1 / (1 + Math.exp((-2 * x) / noise ** 2));
  const pairs = seen.flatMap((one) => seen.map((other) => [one, other] as const));
  return {
    a: pairs.map(([one]) => one.x),
    b: pairs.map(([, other]) => other.x),
    label: pairs.map(([one, other]) => one.bit ^ other.bit),
    chance: pairs.map(([{ x }, { x: y }]) => isOne(x) * (1 - isOne(y)) + (1 - isOne(x)) * isOne(y)),
  };
}

/** What the best possible answers reach on the rows. */
export function bayes({ label, chance }: Rows): Score {
  return score(label, chance);
}

export interface Score {
  readonly accuracy: number;
  /** In nats. */
  readonly logLoss: number;
}

/** How good answers are, each the probability that a row's label is 1. */
export function score(label: readonly number[], answers: ArrayLike<number>): Score {
  const right = label.filter((truth, i) => (answers[i]! > 0.5 ? 1 : 0) === truth).length;
  const surprise = label.reduce(
    (sum, truth, i) => sum - Math.log(truth === 1 ? answers[i]! : 1 - answers[i]!),
    0,
  );
  return { accuracy: right / label.length, logLoss: surprise / label.length };
}
