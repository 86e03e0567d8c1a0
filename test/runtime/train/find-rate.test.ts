import { describe, expect, it } from "vitest";
import { judged } from "../../../runtime/train/find-rate.ts";

const rates = Array.from({ length: 100 }, (_, i) => 1e-7 * 10 ** ((8 * i) / 99));

describe("a search for a learning rate", () => {
  it("proposes the rate at which the loss falls fastest, before it rises", () => {
    // Falls along a logistic curve around 1e-3, and explodes from 1 on.
    const loss = (rate: number) => 2 - 1.5 / (1 + (1e-3 / rate) ** 2) + (rate > 1 ? 20 * (rate - 1) : 0);
    const { tried, proposed } = judged(rates.map((rate) => ({ rate, loss: loss(rate) })));
    // Smoothing looks back a few steps.
    expect(proposed).toBeGreaterThan(5e-4);
    expect(proposed).toBeLessThan(1e-2);
    expect(tried.at(-1)!.rate).toBeLessThan(5);
    expect(tried.length).toBeGreaterThan(80);
  });

  it("proposes none where the loss never falls", () => {
    expect(judged(rates.map((rate) => ({ rate, loss: 1 + rate }))).proposed).toBeUndefined();
    expect(judged([]).tried).toEqual([]);
  });
});
