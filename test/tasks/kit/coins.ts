import { type Seen, sigmoid } from "./exact.ts";
import { quantiles } from "./normal.ts";

/**
 * A coin that every modality sees as ±1 with normal noise of its own. The rows are all that can be seen, the noise taken
 * at its quantiles: given the coin the modalities are independent, so that its log-odds are `Σ 2 x / noise²`.
 *
 * @param noises standard deviations, one for each modality
 */
export function coin(noises: readonly number[], places: number): Seen[] {
  const z = quantiles(places);
  const seen = (sign: number): number[][] =>
    noises.reduce<number[][]>(
      (all, noise) => all.flatMap((one) => z.map((at) => [...one, sign + noise * at])),
      [[]],
    );
  return [-1, 1].flatMap((sign) =>
    seen(sign).map((x) => ({
      x,
      label: (sign + 1) / 2,
      chance: sigmoid(x.reduce((sum, value, m) => sum + (2 * value) / noises[m]! ** 2, 0)),
      weight: 1,
    })),
  );
}

/** Weights of `classify` with which one modality's head gives the true posterior: logits ±x / noise². */
export const calibrated = (noises: readonly number[]): Record<string, readonly number[]> =>
  Object.fromEntries(
    noises.flatMap((noise, m) => [
      [`p${m + 1}/classify/kernel`, [-1 / noise ** 2, 1 / noise ** 2]],
      [`p${m + 1}/classify/bias`, [0, 0]],
    ]),
  );

/**
 * The second of two modalities is lacking, in so many of the records of each label. That is one more thing that is seen:
 * where it is independent of the label it says nothing, and else its log-odds are those of the two shares.
 */
export function lackingSecond(
  rows: readonly Seen[],
  noises: readonly number[],
  shares: readonly number[],
): Seen[] {
  const [zero, one] = shares as readonly [number, number];
  return rows.flatMap((row) => {
    const [first, second] = row.x as readonly [number, number];
    const share = row.label === 1 ? one : zero;
    const own = (2 * first) / noises[0]! ** 2;
    const other = (2 * second) / noises[1]! ** 2;
    return [
      { ...row, weight: 1 - share, chance: sigmoid(own + other + Math.log((1 - one) / (1 - zero))) },
      { ...row, x: [first, undefined], weight: share, chance: sigmoid(own + Math.log(one / zero)) },
    ];
  });
}
