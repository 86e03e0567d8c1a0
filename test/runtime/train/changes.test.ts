import { expect, it } from "vitest";
import type { EngineFacts } from "../../../runtime/model/backend.ts";
import type { EngineUse } from "../../../runtime/run/manifest.ts";
import { changesSince } from "../../../runtime/train/session.ts";

const TENSORFLOW: EngineFacts = {
  backend: "tensorflow",
  version: "2.21.0",
  package: "@tensorflow/tfjs-node-gpu@4.22.0",
  devices: ["cpu"],
  oneDNN: true,
  threads: { intra: 2, inter: 2 },
};
const ONNX: EngineFacts = {
  backend: "onnx",
  version: "1.30.0",
  package: "onnxruntime-node@1.30.0",
  devices: ["cpu"],
  threads: { intra: 2, inter: 1 },
};
const before = (facts: EngineFacts): EngineUse => ({ ...facts, fromStep: 0 });
const told = (then: EngineFacts, now: EngineFacts) =>
  changesSince(before(then), now).map((line) => line.split(":")[0]);

it("going on tells what has changed of the engine, and nothing that one of them does not have", () => {
  expect(changesSince(undefined, ONNX)).toEqual([]);
  expect(told(TENSORFLOW, TENSORFLOW)).toEqual([]);
  expect(told(TENSORFLOW, { ...TENSORFLOW, oneDNN: false })).toEqual(["oneDNN"]);
  expect(told(ONNX, { ...ONNX, version: "1.31.0" })).toEqual(["the engine"]);
  expect(told(TENSORFLOW, ONNX)).toEqual(["the engine", "the engine's package", "threads"]);
  expect(told(ONNX, TENSORFLOW)).not.toContain("oneDNN");
  expect(changesSince(before(ONNX), { ...ONNX, threads: { intra: 4, inter: 1 } })[0]).toMatch(
    /^threads: 2 in an operation and 1 beside one another before, 4 /,
  );
});
