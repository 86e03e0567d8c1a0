import { describe, expect, test } from "vitest";
import type { AnyOptimizer } from "../../../compiler/optimizers/define.ts";
import { type OptimizerName, optimizers } from "../../../compiler/optimizers/index.generated.ts";
import { expectClose, type Row, table } from "../operators/kit/arrays.ts";
import { compute } from "../operators/kit/compute.ts";
import { type Chosen, withDefaults } from "../operators/kit/types.ts";

const START: Row = [0.5, -1, 2];
const GRADIENTS: readonly Row[] = [
  [0.1, -2, 0],
  [0.3, 1, -0.5],
  [-0.2, 4, 1],
];
/** A schedule's rates for the three steps. */
const RATES: Row = [0.1, 0.2, 0.05];

/** The weight after each of three steps. */
function moved(name: OptimizerName, settings: Chosen): Row[] {
  const optimizer: AnyOptimizer = optimizers[name];
  const all = withDefaults(optimizer.settings, settings);
  let weight = START;
  let slots: Row[] = optimizer.slots.map(() => START.map(() => 0));
  return GRADIENTS.map((gradient, i) => {
    const results = compute(
      { weight, gradient, rate: RATES[i]!, step: i + 1, ...Object.fromEntries(slots.entries()) },
      (g, feeds) => {
        const next = optimizer.update(
          g,
          {
            weight: feeds.weight!,
            slots: slots.map((_, s) => feeds[s]!),
            gradient: feeds.gradient!,
            learningRate: feeds.rate!,
            step: feeds.step!,
          },
          all as never,
        );
        expect(next.slots).toHaveLength(optimizer.slots.length);
        return { weight: next.weight, ...Object.fromEntries(next.slots.entries()) };
      },
    );
    slots = slots.map((_, s) => results[s] as Row);
    weight = results.weight as Row;
    return weight;
  });
}

/** The same by arithmetic on one number at a time. */
function expected(
  step: (w: number, gradient: number, rate: number, memory: number[], t: number) => number,
): Row[] {
  const weights = [...START];
  const memories = START.map(() => [0, 0]);
  return GRADIENTS.map((gradients, i) => {
    for (const [c, gradient] of gradients.entries()) {
      weights[c] = step(weights[c]!, gradient, RATES[i]!, memories[c]!, i + 1);
    }
    return [...weights];
  });
}

function adam(w: number, gradient: number, rate: number, memory: number[], t: number): number {
  memory[0] = 0.8 * memory[0]! + 0.2 * gradient;
  memory[1] = 0.95 * memory[1]! + 0.05 * gradient ** 2;
  const mean = memory[0] / (1 - 0.8 ** t);
  const root = Math.sqrt(memory[1] / (1 - 0.95 ** t));
  return w - (rate * mean) / (root + 1e-7 / Math.sqrt(1 - 0.95 ** t));
}
const betas = { beta1: 0.8, beta2: 0.95 };

describe("three steps", () => {
  test("of sgd", () => {
    expectClose(
      moved("sgd", {}),
      expected((w, gradient, rate) => w - rate * gradient),
    );
  });

  test("of sgd with decay", () => {
    expectClose(
      moved("sgd", { weight_decay: 0.1 }),
      expected((w, gradient, rate) => w - rate * 0.1 * w - rate * gradient),
    );
  });

  test("of sgd with momentum", () => {
    const velocity = (gradient: number, rate: number, memory: number[]) => {
      memory[0] = 0.9 * memory[0]! - rate * gradient;
      return memory[0];
    };
    expectClose(
      moved("sgd", { momentum: 0.9 }),
      expected((w, gradient, rate, memory) => w + velocity(gradient, rate, memory)),
    );
    expectClose(
      moved("sgd", { momentum: 0.9, nesterov: true }),
      expected((w, gradient, rate, memory) => w + 0.9 * velocity(gradient, rate, memory) - rate * gradient),
    );
  });

  test("of adam", () => {
    expectClose(moved("adam", betas), expected(adam));
  });

  test("of adamw", () => {
    expectClose(
      moved("adamw", { ...betas, weight_decay: 0.1 }),
      expected((w, gradient, rate, memory, t) => adam(w - rate * 0.1 * w, gradient, rate, memory, t)),
    );
  });

  test("the first of adam is one rate long, whatever the gradient", () => {
    const [first] = moved("adam", {});
    expectClose(
      table(2, (c) => Math.abs(first![c]! - START[c]!)),
      [RATES[0]!, RATES[0]!],
      1e-4,
    );
  });
});
