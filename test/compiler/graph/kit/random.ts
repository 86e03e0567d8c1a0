/** Numbers that look random and are the same every time. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in 0 … count - 1. */
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

/** Mulberry32 by Tommy Ettinger (public domain). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const self: Random = {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let x = Math.imul(state ^ (state >>> 15), state | 1);
      x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
      return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
    },
    below: (count) => Math.floor(self.next() * count),
    pick: (from) => from[self.below(from.length)]!,
    shuffled(items) {
      const left = [...items];
      for (let i = left.length - 1; i > 0; i--) {
        const j = self.below(i + 1);
        [left[i], left[j]] = [left[j]!, left[i]!];
      }
      return left;
    },
  };
  return self;
}
