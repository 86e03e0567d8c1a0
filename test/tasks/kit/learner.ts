import { compile } from "../../../compiler/compile.ts";
import { createBatches } from "../../../runtime/data/batches.ts";
import type { FeedRows } from "../../../runtime/data/feeds.ts";
import { createDraw } from "../../../runtime/draws.ts";
import type { Engine } from "../../../runtime/engine/engine.ts";
import { initialValues } from "../../../runtime/model/initial-values.ts";
import { tensorflowBackend } from "../../../runtime/tensorflow/backend.ts";
import { importsFor } from "../../library/kit/example.ts";
import { type Score, score } from "./xor.ts";

/** What is seen of each row, and its true label; `b` may be lacking. */
interface Seen {
  readonly a: readonly number[];
  readonly b: readonly (number | undefined)[];
  readonly label: readonly number[];
}

/** A model of two numbers, `a` and `b`, and its decision `answer`, on fixed rows. */
export interface Learner {
  /** Trains from weights drawn by the seed, on all rows at a time. */
  train(steps: number, seed?: number): Promise<Score>;
  /** How good the model is at weights that are drawn wildly, not trained. */
  atRandom(seed: number): Promise<Score>;
  close(): void;
}

/** @param statements of a model with `a` and `b` that end with `output answer: Bit = …` */
export async function learner(
  engine: Engine,
  folder: string,
  rows: Seen,
  statements: string,
  rate = 0.03,
): Promise<Learner> {
  const mayLack = rows.b.includes(undefined);
  const source = `${importsFor(statements)}category Bit = ["zero", "one"]
model M {
  input a: vector(1)
  ${mayLack ? "optional " : ""}input b: vector(1)
  ${statements}
}
data D {
  from: "none.csv"
  a = column("a")
  b = column("b")
  answer = column("answer")
  split: column("split")
}
train M on D {
  minimise:  cross_entropy(answer)
  optimizer: adam(learning_rate: ${rate})
  epochs:    1
  batch:     ${rows.label.length}
}
`;
  const { models, findings, sources } = compile("task.fuse", () => source);
  const compiled = models[0]?.model;
  if (compiled === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  const model = await tensorflowBackend(engine).open(compiled, { folder, sources });
  const count = rows.label.length;
  const column = (name: string, data: Float32Array | Int32Array, shape: number[]): FeedRows => ({
    name,
    dtype: data instanceof Float32Array ? "float32" : "int32",
    shape,
    width: 1,
    data,
  });
  const feeds = createBatches(
    [
      column("a", Float32Array.from(rows.a), [1]),
      // What stands in place of what is lacking must not matter.
      column(
        "b",
        Float32Array.from(rows.b, (value) => value ?? 1e6),
        [1],
      ),
      ...(mayLack
        ? [
            column(
              "b/present",
              Float32Array.from(rows.b, (value) => (value === undefined ? 0 : 1)),
              [],
            ),
          ]
        : []),
      column("answer", Int32Array.from(rows.label), []),
    ],
    count,
  ).gather(0, count);
  const now = async (): Promise<Score> => {
    const { answer } = await model.run("predict", feeds);
    const data = answer!.data as Float32Array;
    return score(
      rows.label,
      rows.label.map((_, i) => data[2 * i + 1]!),
    );
  };
  return {
    async train(steps, seed = 1) {
      model.assign(initialValues(compiled.variables, { seed, horizon: steps }));
      for (let step = 0; step < steps; step++) await model.run("train", feeds);
      return now();
    },
    atRandom(seed) {
      const values = initialValues(compiled.variables, { seed, horizon: 1 });
      const draw = createDraw(seed, ":wild");
      for (const variable of compiled.variables) {
        if (variable.role !== "weight") continue;
        const { data } = values.get(variable.name)!;
        // Evenly between -4 and 4.
        for (let i = 0; i < data.length; i++) data[i] = draw(8001) / 1000 - 4;
      }
      model.assign(values);
      return now();
    },
    close: model.close,
  };
}
