import type { State } from "./model.ts";
import * as tf from "./tf.ts";

/** Keeps what the variables hold after the best of some epochs. */
interface Best {
  /** Takes the epoch that has just ended, by what it is judged by. */
  consider(value: number): void;
  /** How many epochs there were since the best one, or since the beginning. */
  since(): number;
  /** Has the variables hold what they held after the best epoch, if there was one. */
  restore(): void;
  dispose(): void;
}

export function createBest({ variables }: Pick<State, "variables">, better: "lower" | "higher"): Best {
  let kept: Map<string, tf.Tensor> | undefined;
  let value = better === "lower" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  let since = 0;
  const dispose = () => {
    if (kept !== undefined) tf.dispose([...kept.values()]);
    kept = undefined;
  };
  return {
    consider(next) {
      since++;
      if (better === "lower" ? !(next < value) : !(next > value)) return;
      dispose();
      kept = new Map([...variables].map(([name, variable]) => [name, variable.clone()]));
      value = next;
      since = 0;
    },
    since: () => since,
    restore() {
      for (const [name, held] of kept ?? []) variables.get(name)?.assign(held);
    },
    dispose,
  };
}
