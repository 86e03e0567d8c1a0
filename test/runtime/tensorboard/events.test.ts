import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openEventFile } from "../../../runtime/tensorboard/events.ts";
import { withEvents } from "../../../runtime/tensorboard/log.ts";
import { crc32c, masked } from "../../../runtime/tensorboard/records.ts";
import { NO_PYTHON, python } from "../../kit/python.ts";
import { temporaryFolder } from "../temporary.ts";

const text = (words: string) => new TextEncoder().encode(words);

/** The records of the only file of a folder, their checksums held against their bytes. */
function recordsIn(folder: string): Buffer[] {
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(name).toMatch(/^events\.out\.tfevents\.\d{10}\./);
  const bytes = readFileSync(join(folder, name!));
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(masked(crc32c(bytes.subarray(at, at + 8))));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(masked(crc32c(data)));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

describe("checksums", () => {
  it("are those of the Castagnoli polynomial", () => {
    // RFC 3720, B.4, and the check value of the catalogue of Williams.
    expect(crc32c(text("123456789"))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  });
});

describe("a file of events", () => {
  it("begins with its version, and has a record for each step", () => {
    const folder = temporaryFolder();
    const file = openEventFile(folder);
    file.scalars(3, { "step/loss": 0.5, "step/none": Number.NaN }, 12);
    file.close();
    const [version, step, ...others] = recordsIn(folder);
    expect(others).toEqual([]);
    expect(version!.toString("latin1")).toContain("brain.Event:2");
    // 1: wall time 12; 2: step 3; 5: a summary with 1: a value with 1: its tag and 2: 0.5.
    const value = [0x0a, 9, ...text("step/loss"), 0x15, 0, 0, 0, 0x3f];
    const wall = [0x09, 0, 0, 0, 0, 0, 0, 0x28, 0x40];
    expect([...step!]).toEqual([...wall, 0x10, 3, 0x2a, value.length + 2, 0x0a, value.length, ...value]);
  });

  it.skipIf(NO_PYTHON)("is read by TensorFlow in Python, and forgets what a resumed run takes again", () => {
    const folder = temporaryFolder();
    const silent = { step() {}, epoch() {}, length: () => 0, sync() {}, close() {} };
    const log = withEvents(silent, folder, 4);
    log.step({ step: 5, epoch: 1, loss: 0.25, learning_rate: 1e-3, gradient_norm: Number.POSITIVE_INFINITY });
    log.epoch({ epoch: 1, step: 6, train: { loss: 0.5 }, validation: { loss: 0.75, accuracy: 1 } });
    log.close();
    const found = python(
      `
import os
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
from tensorflow.compat.v1.train import summary_iterator
answer = []
for e in summary_iterator(given["path"]):
    answer.append([e.step, e.session_log.status, {v.tag: v.simple_value for v in e.summary.value}])
`,
      { path: join(folder, readdirSync(folder)[0]!) },
    );
    expect(found).toEqual([
      [0, 0, {}],
      [5, 1, {}],
      [5, 0, { "step/loss": 0.25, "step/learning_rate": Math.fround(1e-3) }],
      [6, 0, { "train/loss": 0.5, "validation/loss": 0.75, "validation/accuracy": 1 }],
    ]);
  });
});
