import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, it } from "vitest";
import { libraryBlocks } from "../../../../compiler/library/blocks.ts";
import type { Definition, Scope, State } from "../../../../templates/typescript/model.ts";
import type { Training } from "../../../../templates/typescript/train.ts";
import { exampleModel } from "../../../library/kit/example.ts";
import { compiled, records, run, started } from "../../kit/models.ts";
import { type Files, load, projectOf } from "./kit/project.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

const ROWS = 3;
const SEED = 7;

type Values = Readonly<Record<string, tf.Tensor>>;

/** The insides of a project's module and of its support. */
function insides(files: Files, path: string) {
  const opened = new Map([...files, [path, `${files.get(path)!}\nexport { DEFINITION };`]]);
  const { DEFINITION } = load<{ DEFINITION: Training<object, object, Values> }>(opened, path);
  const support = load<{
    createState(definition: Definition<object, object, Values>, seed: number): State;
    createScope(
      state: State,
      feeds: Readonly<Record<string, tf.Tensor>>,
      rows: number,
      training: boolean,
      set?: (name: string, value: tf.Tensor) => void,
    ): Scope;
  }>(opened, "src/support/model.ts");
  return { definition: DEFINITION, ...support };
}

/** A third of the library; the whole of it in the long proofs. */
const blocks = libraryBlocks().filter((_, i) => process.env.FUSEWIRE_FULL !== undefined || i % 3 === 0);

it.each(blocks.map((block) => [block.name, block] as const))(
  "%s answers and learns as its programs do",
  async (_, block) => {
    const text = exampleModel(block);
    const { model } = compiled(text);
    const { definition, createState, createScope } = insides(
      await projectOf(text, "Example"),
      "src/example.ts",
    );
    const fed = records(model, ROWS);
    const state = createState(definition, SEED);
    // The draws of the programs are those of the seed that variables start with.
    state.counters.seed = 0;
    const given = { ...started(model.variables, SEED), ...fed };
    const feeds = Object.fromEntries(
      [...model.training!.train.feeds, ...model.predict.feeds].map(({ name, dtype }) => {
        const { shape, data } = fed[name]!;
        return [name, tf.tensor([...data], [...shape], dtype === "float32" ? dtype : "int32")];
      }),
    );
    const close = (found: tf.Tensor, wanted: ArrayLike<number>) =>
      expect(Array.from(found.dataSync())).toEqual(Array.from(wanted, (value) => expect.closeTo(value, 4)));

    const answered = createScope(state, feeds, ROWS, false);
    const { mood } = definition.given(definition.forward(answered)) as { mood: tf.Tensor };
    close(mood, run(model.predict, given, ROWS).results.mood!.data);

    const set = new Map<string, tf.Tensor>();
    const learning = createScope(state, feeds, ROWS, true, (name, value) => void set.set(name, value));
    const { results, updates } = run(model.training!.train, given, ROWS);
    close(definition.loss(learning, definition.forward(learning)), results.loss!.data);
    for (const [name, value] of set) close(value, updates[name]!.data);
    expect(set.size).toBe(model.variables.filter(({ role }) => role === "statistic").length);
  },
);
