/** Choices that look random, all from a seed: a linear congruential generator of 31 bits, by Park and Miller. */
export interface Random {
  /** A whole number from 0 to before a limit. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** True so often: 0.25 is once in four times. */
  readonly chance: (probability: number) => boolean;
}

export function random(seed: number): Random {
  let state = (seed * 7919 + 17) % 2147483647 || 1;
  const draw = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  for (let warm = 0; warm < 5; warm += 1) draw();
  const below = (limit: number) => Math.floor(draw() * limit);
  return { below, pick: (from) => from[below(from.length)]!, chance: (probability) => draw() < probability };
}
