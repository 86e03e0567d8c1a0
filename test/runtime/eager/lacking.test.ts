import { expect, test } from "vitest";
import { openEager } from "../../../runtime/eager/open-eager.ts";
import type { Tfjs } from "../../../runtime/eager/tfjs.ts";
import { compiled, records, started, training } from "../../compiler/kit/models.ts";
import { expectFailure } from "../failures.ts";
import { dense, fed, storedAs } from "./kit/compute.ts";
import { tfjsOn } from "./kit/tfjs.ts";

const SOURCE = `category Mood = ["glad", "sad"]
model Small {
  input touch: vector(3)
  output mood: Mood = touch |> dense(4, tanh) |> classify(Mood)
}
${training("Small", ["touch"], "mood")}`;

test("a backend that lacks a kernel is told with the operator's name, and nothing has moved or stays", async () => {
  const tf = await tfjsOn("cpu");
  const lacking: Tfjs = {
    ...tf,
    tanh() {
      throw new Error("Kernel 'Tanh' not registered for backend 'cpu'");
    },
  };
  const { model } = compiled(SOURCE);
  const { train } = model.training!;
  const given = { ...started(model.variables), ...records(model, 2) };
  const open = openEager(lacking, [train], model.variables);
  open.assign(new Map(model.variables.map(({ name, dtype }) => [name, storedAs(dtype, given[name]!)])));
  await open.read();
  const before = tf.memory().numTensors;
  const feeds = Object.fromEntries(train.feeds.map(({ name, dtype }) => [name, fed(dtype, given[name]!)]));
  for (let turn = 0; turn < 2; turn++) {
    await expectFailure(
      () => open.run("train", feeds),
      "backend-lacks-kernel",
      "the backend cpu has no Tanh, which mood/dense is computed with",
      "another backend",
    );
  }
  for (const [name, value] of await open.read()) expect(dense(value)).toEqual(dense(storedOf(name)));
  open.close();
  // The constants of the program were put on the backend at the first turn.
  expect(tf.memory().numTensors).toBeLessThan(before);

  function storedOf(name: string) {
    const { dtype } = model.variables.find((variable) => variable.name === name)!;
    return storedAs(dtype, given[name]!);
  }
});
