import { describe, expect, test } from "vitest";
import type { AnySchedule } from "../../../compiler/schedules/define.ts";
import { type ScheduleName, schedules } from "../../../compiler/schedules/index.generated.ts";
import { expectClose, table } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";
import { type Chosen, withDefaults } from "../operators/kit/types.ts";

/** The rates at some steps of a training run of `horizon` steps that starts from 0.2. */
function rates(name: ScheduleName, settings: Chosen, steps: readonly number[], horizon = 110): number[] {
  const schedule: AnySchedule = schedules[name];
  return steps.map((step) => {
    const { rate } = compute({ base: 0.2, step, horizon }, (g, feeds) => ({
      rate: schedule.rate(
        g,
        { base: feeds.base!, step: feeds.step!, horizon: feeds.horizon! },
        withDefaults(schedule.settings, settings) as never,
      ),
    }));
    return rate as number;
  });
}

describe("constant", () => {
  test("is the same at every step", () => {
    expectClose(rates("constant", {}, [0, 1, 57, 109, 300]), Array(5).fill(0.2));
  });

  test("rises from 0 first", () => {
    expectClose(rates("constant", { warmup: 10 }, [0, 1, 5, 10, 11]), [0, 0.02, 0.1, 0.2, 0.2]);
  });
});

describe("cosine", () => {
  test("falls along half a cosine to 0", () => {
    expectClose(rates("cosine", {}, [0, 55, 110, 200]), [0.2, 0.1, 0, 0], 1e-6);
    const third = 0.1 * (1 + Math.cos(Math.PI / 3));
    expectClose(rates("cosine", {}, [30], 90), [third]);
  });

  test("rises from 0 first, and falls over what is left", () => {
    expectClose(rates("cosine", { warmup: 10 }, [0, 5, 10, 60, 110]), [0, 0.1, 0.2, 0.1, 0], 1e-6);
  });

  test("never rises after the warm-up, and never leaves 0 to the base", () => {
    const all = rates(
      "cosine",
      { warmup: 3 },
      table(25, (i) => i),
      20,
    );
    expect(all.every((rate) => rate >= -1e-7 && rate <= 0.2 + 1e-7)).toBe(true);
    expect(all.slice(3).every((rate, i, after) => i === 0 || rate <= after[i - 1]! + 1e-7)).toBe(true);
  });

  test("stands a warm-up that is longer than the training", () => {
    expectClose(rates("cosine", { warmup: 50 }, [0, 10, 19], 20), [0, 0.04, 0.076]);
  });
});

describe("exponential", () => {
  test("goes by the same factor from step to step, to its end", () => {
    expectClose(rates("exponential", { to: 0.002 }, [0, 50, 100, 140], 101), [0.2, 0.02, 0.002, 0.002], 1e-6);
    expectClose(rates("exponential", { to: 20 }, [0, 50, 100], 101), [0.2, 2, 20], 1e-4);
  });

  test("rises from 0 first", () => {
    expectClose(rates("exponential", { to: 0.2, warmup: 10 }, [0, 5, 10]), [0, 0.1, 0.2], 1e-6);
  });
});

describe("step", () => {
  test("falls by the factor after every so many steps, exactly there", () => {
    expectClose(
      rates("step", { every: 3, factor: 0.5 }, [0, 2, 3, 5, 6, 9]),
      [0.2, 0.2, 0.1, 0.1, 0.05, 0.025],
    );
    for (const every of [7, 49, 1000]) {
      const around = rates("step", { every, factor: 0.5 }, [every - 1, every, 3 * every - 1, 3 * every]);
      expectClose(around, [0.2, 0.1, 0.05, 0.025]);
    }
  });

  test("can fall to nothing at once", () => {
    expectClose(rates("step", { every: 2, factor: 0 }, [0, 1, 2, 4]), [0.2, 0.2, 0, 0]);
  });

  test("rises from 0 first", () => {
    expectClose(rates("step", { every: 4, factor: 0.5, warmup: 2 }, [0, 1, 2, 4]), [0, 0.1, 0.2, 0.1]);
  });
});
