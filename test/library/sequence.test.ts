import { expect, test } from "vitest";
import {
  add,
  type Cube,
  expectClose,
  flat,
  type Grid,
  type Nested,
  type Row,
  sample,
  table,
} from "../compiler/operators/kit/arrays.ts";
import { made } from "./kit/block.ts";

type Weights = Readonly<Record<string, Nested>>;

const relu = (row: Row) => row.map((v) => Math.max(v, 0));

/** A causal convolution: place t sees `t`, `t - dilation`, … as far back as the kernel reaches. */
function causal(steps: Grid, weights: Weights, at: string, dilation: number): Grid {
  const kernel = weights[`${at}conv/kernel`] as Cube;
  return steps.map((_, t) =>
    relu(
      (weights[`${at}conv/bias`] as Row).map((offset, f) => {
        const seen = kernel.map((window, k) => {
          const step = steps[t - dilation * (kernel.length - 1 - k)];
          return step === undefined ? 0 : add(step.map((v, c) => v * window[c]![f]!));
        });
        return offset + add(seen);
      }),
    ),
  );
}

function temporalBlock(steps: Grid, weights: Weights, at: string, dilation: number): Grid {
  const outer = causal(causal(steps, weights, `${at}inner/`, dilation), weights, `${at}outer/`, dilation);
  const kernel = weights[`${at}dense/kernel`] as Grid;
  return steps.map((step, t) =>
    relu(
      (weights[`${at}dense/bias`] as Row).map(
        (offset, f) => offset + add(step.map((v, c) => v * kernel[c]![f]!)) + outer[t]![f]!,
      ),
    ),
  );
}

const STATEMENTS = `input motion: series(samples: 9, channels: 3) @ 50 Hz
made = motion |> TemporalConvNet(widths: [4, 5], kernel: 2)`;

test("TemporalConvNet doubles the dilation from block to block, and adds each to a map of what comes in", () => {
  const motion = sample([2, 9, 3]) as Cube;
  const { values, weights } = made(STATEMENTS, { motion: { shape: [2, 9, 3], data: flat(motion) } }, 2);
  expectClose(
    values,
    motion.map((steps) =>
      temporalBlock(temporalBlock(steps, weights, "TemporalBlock/", 1), weights, "TemporalBlock_2/", 2),
    ),
  );
});

test("TemporalConvNet knows nothing of what comes later", () => {
  const motion = sample([1, 9, 3]) as Cube;
  const later = motion.map((steps) => steps.map((step, t) => (t < 6 ? step : step.map((v) => v + 1))));
  const [before, after] = [motion, later].map(
    (given) => made(STATEMENTS, { motion: { shape: [1, 9, 3], data: flat(given) } }, 1).values as Cube,
  );
  const known = (steps: Cube) => table(6, (t) => steps[0]![t]!);
  expectClose(known(after!), known(before!));
  expect(after![0]![6]).not.toEqual(before![0]![6]);
});
