import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesOf } from "../../../runtime/train/blend.ts";
import { foldsOf } from "../../../runtime/train/legs.ts";
import { balancedOrder, epochOrder } from "../../../runtime/train/order.ts";
import { createPace } from "../../../runtime/train/pace.ts";
import { hasStalled, isBetter, judgementOf } from "../../../runtime/train/stopping.ts";

describe("the order of an epoch", () => {
  it("has every row once, and is the same for the same seed and epoch only", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(50), fc.integer({ min: 20, max: 400 }), (seed, epoch, rows) => {
        const order = epochOrder(seed, epoch, rows);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
        expect(epochOrder(seed, epoch, rows)).toEqual(order);
        expect(epochOrder(seed, epoch + 1, rows)).not.toEqual(order);
        expect(epochOrder(seed + 1, epoch, rows)).not.toEqual(order);
      }),
      { seed: 5, numRuns: 50 },
    );
  });
});

describe("rows drawn by their labels", () => {
  it("have every label equally often, and every row of a label, and follow from seed and epoch alone", () => {
    const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(labels, fc.nat(100), fc.nat(20), (all, seed, epoch) => {
        const rows = Int32Array.from(all);
        const order = [...balancedOrder(seed, epoch, rows)];
        expect(order).toHaveLength(all.length);
        const times = all.map((_, row) => order.filter((drawn) => drawn === row).length);
        const shares = [...new Set(all)].map((label) => {
          const own = times.filter((_, row) => all[row] === label);
          expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
          return own.reduce((a, b) => a + b);
        });
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        expect([...balancedOrder(seed, epoch, rows)]).toEqual(order);
      }),
      { seed: 6, numRuns: 60 },
    );
  });

  it("differ from epoch to epoch, and are of the places that are given", () => {
    const labels = Int32Array.from({ length: 40 }, (_, row) => Number(row < 8));
    expect(balancedOrder(1, 0, labels)).not.toEqual(balancedOrder(1, 1, labels));
    const places = Uint32Array.of(0, 1, 20, 21, 22, 23);
    const order = balancedOrder(1, 0, labels, places);
    expect(order.every((row) => places.includes(row))).toBe(true);
    expect(order.filter((row) => row < 8)).toHaveLength(3);
  });
});

describe("folds", () => {
  it("leave every row out once, in parts of like size, and train on the others", () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 2, max: 9 }),
        fc.integer({ min: 9, max: 100 }),
        (seed, count, rows) => {
          const folds = foldsOf(rows, count, seed);
          const all = Array.from({ length: rows }, (_, i) => i);
          expect(folds.flatMap(({ left }) => [...left]).sort((a, b) => a - b)).toEqual(all);
          for (const { left, order } of folds) {
            expect([...left, ...order].sort((a, b) => a - b)).toEqual(all);
            expect(Math.abs(left.length - rows / count)).toBeLessThan(1);
          }
          expect(foldsOf(rows, count, seed)).toEqual(folds);
        },
      ),
      { seed: 6, numRuns: 50 },
    );
  });
});

describe("the pace of checkpoints", () => {
  it("waits the least interval, and longer after one that took long", () => {
    const pace = createPace(0, 1000);
    expect([999, 1000].map(pace.due)).toEqual([false, true]);
    pace.wrote(1000, 1010);
    expect([2009, 2010].map(pace.due)).toEqual([false, true]);
    pace.wrote(2010, 2110);
    // 100 ms may come every 5 s: 2 %.
    expect([7109, 7110].map(pace.due)).toEqual([false, true]);
  });

  it("is due after each step where no interval is wanted", () => {
    const pace = createPace(0, 0);
    pace.wrote(0, 500);
    expect(pace.due(500)).toBe(true);
  });
});

describe("the best epoch", () => {
  const span = { file: "main.fuse", start: 0, end: 1 };
  const plan = { model: "M", data: "D", span, epochs: 9, batch: 1, seed: 0 };
  const accuracy = { split: "validation", metric: "accuracy", patience: 2 } as const;

  it("is told by the declared metric, else by the loss on validation rows, else on training rows", () => {
    expect(judgementOf({ ...plan, stop: accuracy }, 5)).toEqual(accuracy);
    expect(judgementOf(plan, 5)).toEqual({ split: "validation", metric: "loss" });
    expect(judgementOf(plan, 0)).toEqual({ split: "train", metric: "loss" });
  });

  it("has a strictly better value, in the direction of the metric", () => {
    const best = { epoch: 1, metric: "accuracy", value: 0.5 } as const;
    expect([0.4, 0.5, 0.6, Number.NaN].map((value) => isBetter(accuracy, value, best))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const loss = { split: "validation", metric: "loss" } as const;
    const least = { epoch: 1, metric: "loss", value: 0.5 } as const;
    expect([0.4, 0.5].map((value) => isBetter(loss, value, least))).toEqual([true, false]);
    expect(isBetter(loss, 9, undefined)).toBe(true);
  });

  it("has been missed for too long after as many epochs as declared", () => {
    const best = { epoch: 3, metric: "accuracy", value: 0.5 } as const;
    expect([4, 5].map((epoch) => hasStalled(accuracy, epoch, best))).toEqual([false, true]);
    expect([1, 2].map((epoch) => hasStalled(accuracy, epoch, undefined))).toEqual([false, true]);
    expect(hasStalled({ split: "train", metric: "loss" }, 100, best)).toBe(false);
  });
});

describe("gradient blending", () => {
  const losses = (train: number, validation: number) => ({ train, validation });

  it("weighs by what was gained over the square of what was overfitted", () => {
    const shares = sharesOf([
      // Gains 0.3 while the gap grows by 0.1: 0.3 / 0.01 = 30.
      { before: losses(1, 1), now: losses(0.6, 0.7) },
      // Gains 0.4 while the gap grows by 0.2: 0.4 / 0.04 = 10.
      { before: losses(1, 1.1), now: losses(0.4, 0.7) },
    ])!;
    expect(shares[0]).toBeCloseTo(0.75, 10);
    expect(shares[1]).toBeCloseTo(0.25, 10);
  });

  it("gives nothing to what generalises no better, however high its loss, and keeps the weights if all are such", () => {
    const worse = { before: losses(1, 2), now: losses(0.1, 3) };
    expect(sharesOf([worse, { before: losses(1, 1), now: losses(0.9, 0.9) }])).toEqual([0, 1]);
    expect(sharesOf([worse, worse])).toBeUndefined();
    const nan = { before: losses(1, 1), now: losses(Number.NaN, 0.9) };
    expect(sharesOf([nan, worse])).toBeUndefined();
  });
});
