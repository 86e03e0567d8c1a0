import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Variable } from "../../../compiler/graph/graph.ts";
import { writeSafetensors } from "../../../runtime/files/safetensors.ts";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "../../../runtime/run/checkpoint.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const path = join(folder, "last.safetensors");

const variable = (
  name: string,
  shape: readonly number[],
  dtype: "float32" | "int32" = "float32",
): Variable => ({
  name,
  shape,
  dtype,
  role: "weight",
  initialiser: { kind: "zeros" },
  origin: { path: name },
});

const checkpoint: Checkpoint = {
  state: {
    format: 2,
    step: 70,
    epoch: 3,
    rows: 64,
    loss: 0.1 + 0.2,
    terms: { words: 0.25 },
    tallies: {
      group: {
        rows: 64,
        sums: [
          [0, 60],
          [3, 1 / 3],
        ],
      },
    },
    best: { epoch: 2, metric: "loss", value: 0.7 },
    metrics: 1234,
    seconds: 5.5,
  },
  values: new Map([
    ["kernel", { shape: [1, 2], data: Float32Array.of(1.5, Number.NaN) }],
    ["counter/step", { shape: [], data: Int32Array.of(70) }],
  ]),
};

describe("a checkpoint", () => {
  writeCheckpoint(path, checkpoint);
  const own = [variable("kernel", [1, 2]), variable("counter/step", [], "int32")];

  it("comes back as it was written, to the last bit", () => {
    expect(readCheckpoint(path, own)).toEqual(checkpoint);
  });

  it.each([
    ["lacks a variable", [...own, variable("bias", [2])], "it has no bias"],
    ["has another shape", [variable("kernel", [2, 2])], "kernel is [1, 2] there and [2, 2] here"],
    ["has other numbers", [variable("kernel", [1, 2], "int32")], "kernel is no int32 there"],
  ])("that %s is refused", async (_, variables, message) => {
    await expectFailure(() => readCheckpoint(path, variables), "checkpoint-mismatch", message, "train again");
  });

  it("without a sound state is refused", async () => {
    const other = join(folder, "other.safetensors");
    for (const metadata of [
      {},
      { state: "{" },
      { state: JSON.stringify({ ...checkpoint.state, step: -1 }) },
    ]) {
      writeSafetensors(other, { tensors: checkpoint.values, metadata: metadata as Record<string, string> });
      await expectFailure(() => readCheckpoint(other, own), "checkpoint-mismatch", "its state");
    }
  });

  it("that is not there is told apart from one that does not fit", async () => {
    await expectFailure(() => readCheckpoint(join(folder, "none"), own), "checkpoint-missing", "there is no");
  });
});
