import { describe, expect, test } from "vitest";
import { createBuilder } from "../../../../compiler/graph/builder.ts";
import { createOps } from "../../../../compiler/graph/ops.ts";
import { temporaryFolder } from "../../../runtime/temporary.ts";
import { loadPrograms } from "./kit/load.ts";
import { variable } from "./kit/programs.ts";

/** Patterns of bits that arithmetic would change: NaNs with a payload, both zeros, the smallest and largest numbers. */
const BITS = [0x7fc00001, 0xffc12345, 0x80000000, 0, 1, 0x7f7fffff, 0x7f800000, 0x3f800000];

const floats = (bits: readonly number[]) => new Float32Array(Uint32Array.from(bits).buffer);
const bitsOf = (values: unknown) => [...new Uint32Array((values as Float32Array).buffer)];

describe("variables", () => {
  const folder = temporaryFolder();

  test.each([1 << 28, 32])("come back bit for bit, moved in chunks of %i bytes", async (chunkBytes) => {
    const variables = [
      variable("a/weights", [2, 4]),
      variable("a/scalar", []),
      variable("counter/step", [], "int32", "counter"),
      variable("b/flags", [3], "bool", "statistic"),
    ];
    const model = await loadPrograms(folder, [], { variables, chunkBytes });
    model.assign({
      "a/weights": floats(BITS),
      "a/scalar": floats([0x7fc00002]),
      "counter/step": Int32Array.of(-7),
      "b/flags": Uint8Array.of(1, 0, 1),
    });
    const state = model.read();
    expect(bitsOf(state["a/weights"])).toEqual(BITS);
    expect(bitsOf(state["a/scalar"])).toEqual([0x7fc00002]);
    expect([...(state["counter/step"] as Int32Array)]).toEqual([-7]);
    expect([...(state["b/flags"] as Uint8Array)]).toEqual([1, 0, 1]);
    model.dispose();
  });

  // TensorFlow adopts a fed array where it happens to be aligned, which depends on its size.
  test.each([1, 16, 1000, 1 << 16, 1 << 20])("do not lie in the array of %i that was fed", async (count) => {
    const weight = variable("weight", [count]);
    const g = createOps(createBuilder());
    const halved = g.mul(g.read(weight), g.scalar(0.5));
    const velocity = variable("velocity", [count], "float32", "slot");
    const moved = g.apply(
      "momentum_update",
      [g.read(weight), g.read(velocity), g.fill(1, [count]), g.scalar(1)],
      { momentum: 0, nesterov: false },
    );
    const updates = [weight, velocity].map((variable, i) => ({ variable, value: moved[i]! }));
    const model = await loadPrograms(folder, [{ name: "train", feeds: [], results: { halved }, updates }]);
    const fed = new Float32Array(count).fill(8);
    model.assign({ weight: fed, velocity: new Float32Array(count) });
    fed.fill(3);
    const { halved: before } = model.call("train");
    expect(new Set(before as Float32Array)).toEqual(new Set([4]));
    expect(new Set(model.read().weight as Float32Array)).toEqual(new Set([7]));
    expect(new Set(fed)).toEqual(new Set([3]));
    model.dispose();
  });

  test("are all read before any is written", async () => {
    const g = createOps(createBuilder());
    const [a, b] = [variable("a", [2]), variable("b", [2])];
    const swap = {
      name: "swap",
      feeds: [],
      results: { a: g.read(a), sum: g.add(g.read(a), g.read(b)) },
      updates: [
        { variable: a, value: g.read(b) },
        { variable: b, value: g.read(a) },
      ],
    };
    const model = await loadPrograms(folder, [swap]);
    model.assign({ a: Float32Array.of(1, 2), b: Float32Array.of(30, 40) });
    for (const [first, second] of [
      [
        [1, 2],
        [30, 40],
      ],
      [
        [30, 40],
        [1, 2],
      ],
    ] as const) {
      const found = model.call("swap");
      expect([...(found.a as Float32Array)]).toEqual(first);
      expect([...(found.sum as Float32Array)]).toEqual([31, 42]);
      expect([...(model.read().a as Float32Array)]).toEqual(second);
    }
    model.dispose();
  });

  test("are written by a program without results", async () => {
    const g = createOps(createBuilder());
    const count = variable("count", [], "int32", "counter");
    const updates = [{ variable: count, value: g.add(g.read(count), g.scalar(1, "int32")) }];
    const model = await loadPrograms(folder, [{ name: "tick", feeds: [], results: {}, updates }]);
    model.assign({ count: Int32Array.of(41) });
    expect(model.call("tick")).toEqual({ done: Int32Array.of(0) });
    expect(model.read().count).toEqual(Int32Array.of(42));
    model.dispose();
  });
});
