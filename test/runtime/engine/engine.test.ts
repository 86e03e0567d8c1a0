/** These tests run the engine that is installed on this machine; set it up with `fusewire engine install`. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Engine, HostTensor, HostTensors, Model } from "../../../runtime/engine/engine.ts";
import { isEngineError } from "../../../runtime/engine/error.ts";
import { loadEngine } from "../../../runtime/engine/load.ts";
import { probe, writeModel, writeProbeModel } from "../../../runtime/engine/probe-model.ts";
import { loadModel } from "../../../runtime/engine/saved-model.ts";
import { startChild, temporaryFolder } from "./support.ts";

let engine: Engine;
let dir: string;

beforeAll(async () => {
  try {
    engine = await loadEngine();
  } catch (error) {
    if (isEngineError(error)) throw new Error(`${error.message}. ${error.help} (these tests need an engine)`);
    throw error;
  }
  dir = temporaryFolder();
  writeProbeModel(dir);
});

const floats = (shape: readonly number[], values: readonly number[]): HostTensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(values),
});
const batch = (): HostTensors => ({
  x: floats(probe.inputs.x.shape, probe.inputs.x.values),
  y: floats(probe.inputs.y.shape, probe.inputs.y.values),
});
const weights = (model: Model) => [...(model.run("read", {}).w?.data ?? [])];

describe("the installed engine", () => {
  it("says what it is", () => {
    expect(engine.tensorflowVersion).toMatch(/^2\.\d+\.\d+/);
    expect(engine.package).toMatch(/^@tensorflow\/tfjs-node(-gpu)?@4\./);
    expect(engine.devices).toContain("cpu");
    expect(engine.threads.intra).toBeGreaterThan(0);
  });

  it("is the same for every caller in a process", async () => {
    expect(await loadEngine({ threads: { intra: 1 } })).toBe(engine);
  });

  it("trains to the numbers worked out by hand", async () => {
    const model = await engine.loadModel(dir);
    const losses = probe.losses.map(() => model.run("train", batch()).loss);
    expect(losses).toEqual(probe.losses.map((loss) => floats([], [loss])));
    expect(model.run("read", {})).toEqual({ w: floats([2, 1], probe.weights) });
    model.dispose();
  });

  it("loads without a word on the terminal", async () => {
    const { output } = await startChild("load-child.ts", []).ended;
    expect(JSON.parse(output)).toEqual({ stderr: "", loaded: engine.tensorflowVersion });
  });

  it("takes the thread counts it is given", async () => {
    const { output } = await startChild("threads-child.ts", ["1", "1"]).ended;
    const more = await startChild("threads-child.ts", ["7", "5"]).ended;
    expect(JSON.parse(more.output).native).toBeGreaterThan(JSON.parse(output).native);
    expect(JSON.parse(more.output).threads).toEqual({ intra: 7, inter: 5 });
  });
});

describe("a model", () => {
  it("tells its signatures", async () => {
    const model = await engine.loadModel(dir);
    expect(model.signatures).toEqual({
      train: {
        inputs: { x: { dtype: "float32", shape: [-1, 2] }, y: { dtype: "float32", shape: [-1, 1] } },
        outputs: { loss: { dtype: "float32", shape: [] } },
      },
      read: { inputs: {}, outputs: { w: { dtype: "float32", shape: [2, 1] } } },
    });
    model.dispose();
  });

  it("has variables of its own, even beside another of the same folder", async () => {
    const [a, b] = [await engine.loadModel(dir), await engine.loadModel(dir)];
    a.run("train", batch());
    expect(weights(b)).toEqual([0, 0]);
    a.dispose();
    expect(b.run("train", batch()).loss?.data[0]).toBe(probe.losses[0]);
    b.dispose();
  });

  it("starts again when it is loaded again, also from a folder moved elsewhere", async () => {
    const first = await engine.loadModel(dir);
    first.run("train", batch());
    first.dispose();
    const copy = join(temporaryFolder(), "copy");
    cpSync(dir, copy, { recursive: true });
    const second = await engine.loadModel(copy);
    expect(weights(second)).toEqual([0, 0]);
    second.dispose();
  });

  it("reads inputs only while it runs", async () => {
    const model = await engine.loadModel(dir);
    const inputs = batch();
    model.run("train", inputs);
    const before = weights(model);
    for (const { data } of Object.values(inputs)) if (data instanceof Float32Array) data.fill(77);
    expect(weights(model)).toEqual(before);
    model.dispose();
  });

  it("gives outputs that later runs leave alone", async () => {
    const model = await engine.loadModel(dir);
    const first = model.run("read", {}).w;
    model.run("train", batch());
    expect([...(first?.data ?? [])]).toEqual([0, 0]);
    model.dispose();
  });

  it("keeps no tensor, whether its runs succeed or fail", async () => {
    const model = await engine.loadModel(dir);
    const before = engine.tensorCount();
    for (let i = 0; i < 100; i++) {
      model.run("train", batch());
      expect(() => model.run("train", { ...batch(), y: floats([3, 1], [1, 2, 3]) })).toThrow();
    }
    expect(engine.tensorCount()).toBe(before);
    model.dispose();
  });

  it("trains on through the failure of one run", async () => {
    const model = await engine.loadModel(dir);
    model.run("train", batch());
    const mismatch = { ...batch(), y: floats([3, 1], [1, 2, 3]) };
    expect(() => model.run("train", mismatch)).toThrow(
      expect.objectContaining({ reason: "run-failed", message: expect.stringContaining("[2,1] vs. [3,1]") }),
    );
    expect(model.run("train", batch()).loss?.data[0]).toBe(probe.losses[1]);
    model.dispose();
  });
});

describe("a wrong call is refused before it reaches native code", () => {
  it.each<[string, HostTensors, RegExp]>([
    ["a missing input", { x: batch().x! }, /y is missing/],
    ["an input too many", { ...batch(), z: floats([], [1]) }, /z is not an input/],
    [
      "another type",
      { ...batch(), y: { dtype: "int32", shape: [2, 1], data: Int32Array.of(1, 2) } },
      /y is int32/,
    ],
    ["another rank", { ...batch(), y: floats([2], [1, 2]) }, /y has the shape \[2\], and \[\?,1\] is wanted/],
    ["another size", { ...batch(), x: floats([2, 3], [1, 2, 3, 4, 5, 6]) }, /x has the shape \[2,3\]/],
    [
      "too few values",
      { ...batch(), x: floats([2, 2], [1, 2, 3]) },
      /x has 3 values, and its shape \[2,2\] holds 4/,
    ],
  ])("%s", async (_, inputs, message) => {
    const model = await engine.loadModel(dir);
    const running = () => model.run("train", inputs);
    expect(running).toThrow(message);
    expect(running).toThrow(expect.objectContaining({ reason: "wrong-inputs" }));
    expect(weights(model)).toEqual([0, 0]);
    model.dispose();
  });

  it("an unknown signature, and a model that is disposed", async () => {
    const model = await engine.loadModel(dir);
    expect(() => model.run("fit", {})).toThrow(/no signature fit; it has read, train/);
    model.dispose();
    model.dispose();
    expect(() => model.run("read", {})).toThrow(expect.objectContaining({ reason: "model-disposed" }));
  });

  it("a folder without a model", async () => {
    await expect(engine.loadModel(temporaryFolder())).rejects.toMatchObject({ reason: "unreadable-model" });
  });
});

const DT = { float: 1, int32: 3, string: 7, bool: 10 };
const type = (code: number) => ({ type: code });
const shape = (...sizes: number[]) => ({ dim: sizes.map((size) => ({ size })) });
const info = (name: string, dtype: number, ...sizes: number[]) => ({
  name,
  dtype,
  tensorShape: shape(...sizes),
});
const placeholder = (name: string, dtype: number, ...sizes: number[]) => ({
  name,
  op: "Placeholder",
  input: [],
  attr: { dtype: type(dtype), shape: { shape: shape(...sizes) } },
});
const unary = (
  name: string,
  op: string,
  input: string,
  attr: Parameters<typeof writeModel>[1][number]["attr"],
) => ({
  name,
  op,
  input: [input],
  attr,
});

/** Passes one tensor of each type through, and reads floats out of a string of bytes. */
function writeTypesModel(folder: string): void {
  writeModel(
    folder,
    [
      placeholder("i", DT.int32, -1),
      placeholder("b", DT.bool, 2),
      placeholder("s", DT.string, -1),
      placeholder("raw", DT.string),
      unary("i_out", "Neg", "i", { T: type(DT.int32) }),
      unary("b_out", "LogicalNot", "b", {}),
      unary("s_out", "Identity", "s", { T: type(DT.string) }),
      unary("f_out", "DecodeRaw", "raw", { out_type: type(DT.float), little_endian: { b: true } }),
    ],
    {
      all: {
        inputs: {
          i: info("i:0", DT.int32, -1),
          b: info("b:0", DT.bool, 2),
          s: info("s:0", DT.string, -1),
          raw: info("raw:0", DT.string),
        },
        outputs: {
          i: info("i_out:0", DT.int32, -1),
          b: info("b_out:0", DT.bool, 2),
          s: info("s_out:0", DT.string, -1),
          f: info("f_out:0", DT.float, -1),
        },
        methodName: "x",
      },
    },
  );
}

describe("types", () => {
  const numbers = Float32Array.of(1.5, -2.25, 3e38);
  const inputs = (): HostTensors => ({
    i: { dtype: "int32", shape: [3], data: Int32Array.of(1, -2, 2 ** 31 - 1) },
    b: { dtype: "bool", shape: [2], data: Uint8Array.of(0, 1) },
    // Bytes that are no text, an empty string, and one long enough not to be stored in place.
    s: {
      dtype: "string",
      shape: [3],
      data: [Uint8Array.of(0xff, 0, 0xfe), new Uint8Array(), new Uint8Array(500).fill(7)],
    },
    raw: { dtype: "string", shape: [], data: [Buffer.from(numbers.buffer)] },
  });
  const expected = () => ({
    i: { dtype: "int32", shape: [3], data: Int32Array.of(-1, 2, -(2 ** 31) + 1) },
    b: { dtype: "bool", shape: [2], data: Uint8Array.of(1, 0) },
    s: inputs().s,
    f: { dtype: "float32", shape: [3], data: numbers },
  });

  it("pass both ways unchanged, strings as bytes", async () => {
    const folder = temporaryFolder();
    writeTypesModel(folder);
    const model = await engine.loadModel(folder);
    expect(model.run("all", inputs())).toEqual(expected());
    model.dispose();
  });

  it("are the same through tfjs's published functions", async () => {
    const folder = temporaryFolder();
    writeTypesModel(folder);
    const model = await loadModel(engine.tf, folder, false);
    expect(model.run("all", inputs())).toEqual(expected());
    expect(() => model.run("all", {})).toThrow(/\w is missing/);
    const before = engine.tensorCount();
    model.run("all", inputs());
    expect(engine.tensorCount()).toBe(before);
    model.dispose();
    const trained = await loadModel(engine.tf, dir, false);
    expect(probe.losses.map(() => trained.run("train", batch()).loss?.data[0])).toEqual(probe.losses);
    trained.dispose();
  });

  it.each([
    ["DT_DOUBLE", 2],
    ["DT_INT64", 9],
    ["DT_UINT8", 4],
  ])("that the binding cannot pass are refused when the model is loaded: %s", async (name, code) => {
    const folder = temporaryFolder();
    const signature = {
      inputs: { x: info("x:0", code) },
      outputs: { y: info("y:0", code) },
      methodName: "m",
    };
    writeModel(folder, [placeholder("x", code), unary("y", "Identity", "x", { T: type(code) })], {
      same: signature,
    });
    await expect(engine.loadModel(folder)).rejects.toMatchObject({
      reason: "unsupported-dtype",
      message: expect.stringContaining(name),
    });
  });
});
