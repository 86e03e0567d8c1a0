import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../runtime/temporary.ts";
import { loadPrograms } from "./kit/load.ts";
import {
  type Moving,
  type PlainStep,
  plainAdam,
  plainDescent,
  plainMomentum,
  plainRegression,
} from "./kit/plain-optimizers.ts";
import { adam, descent, momentum, type Optimizer, regression } from "./kit/programs.ts";

const ROWS = [
  [1, -2, 0.5],
  [0.25, 3, -1],
  [-1.5, 0.75, 2],
  [2, 1, 1],
];
const TARGETS = [1, -2, 0.5, 3];
const START = [0.3, -0.7, 1.1];

const OPTIMIZERS: Readonly<Record<string, readonly [Optimizer, PlainStep]>> = {
  Adam: [adam(0.05, 0), plainAdam(0.05, 0)],
  "Adam with decay": [adam(0.05, 0.1), plainAdam(0.05, 0.1)],
  momentum: [momentum(0.05, 0.9, false), plainMomentum(0.05, 0.9, false)],
  "Nesterov's momentum": [momentum(0.05, 0.9, true), plainMomentum(0.05, 0.9, true)],
  "gradient descent": [descent(0.05), plainDescent(0.05)],
};

const feeds = { x: Float32Array.from(ROWS.flat()), y: Float32Array.from(TARGETS) };

function expectClose(found: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

describe("training a linear regression", () => {
  const folder = temporaryFolder();

  describe.each(Object.entries(OPTIMIZERS))("by %s", (_, [optimizer, plain]) => {
    test.each([
      ["float32", 1e-4],
      ["float64", 1e-6],
    ] as const)("moves the weight as the formula says, in %s", async (precision, tolerance) => {
      const { train, predict } = regression(optimizer);
      const model = await loadPrograms(folder, [train, predict], { precision });
      const zeros = Object.fromEntries(optimizer.slots.map(({ name }) => [name, new Float32Array(3)]));
      model.assign({ "line/weight": Float32Array.from(START), "counter/step": Int32Array.of(0), ...zeros });

      let moving: Moving = { weight: START, slots: optimizer.slots.map(() => [0, 0, 0]) };
      for (const step of [1, 2, 3]) {
        const { loss, gradient } = plainRegression(ROWS, TARGETS, moving.weight);
        moving = plain(moving, gradient, step);
        const found = model.call("train", feeds);
        expectClose(found.loss as Float32Array, [loss], tolerance);
        const state = model.read();
        expect([...(state["counter/step"] as Int32Array)]).toEqual([step]);
        expectClose(state["line/weight"] as Float32Array, moving.weight, tolerance);
        for (const [i, { name }] of optimizer.slots.entries()) {
          expectClose(state[name] as Float32Array, moving.slots[i]!, tolerance);
        }
      }
      const { line } = model.call("predict", { x: feeds.x });
      const lines = ROWS.map((row) => row.reduce((sum, x, j) => sum + x * moving.weight[j]!, 0));
      expectClose(line as Float32Array, lines, tolerance);
      model.dispose();
    });
  });
});
