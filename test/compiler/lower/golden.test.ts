import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { programNodes } from "../../../compiler/graph/graph.ts";
import { golden } from "../../kit/golden.ts";
import { showProgram } from "./show.ts";

const read = (path: string) => readFileSync(path, "utf8");
const compiled = (path: string) => compile(path, read).models[0]!.model;

/** Small enough to be read whole, and with every part of a training step. */
const SMALL = `category Answer = ["yes", "no"]

model Small {
  input word:   text(words: 3, vocabulary: 9)
  input number: vector(2)

  joint = concat(word |> embed(4) |> mean(over: word), number |> batch_norm) |> dropout(0.5) |> dense(3, relu)

  output answer: Answer = vote(joint |> classify(Answer), number |> classify(Answer), weight: confidence)
}

data Rows {
  from:   "rows.csv"
  word    = column("word")
  number  = column("number")
  answer  = column("answer")
  split:  column("split")
}

train Small on Rows {
  minimise:  cross_entropy(answer)
  optimizer: sgd(learning_rate: 0.1, momentum: 0.9)
  clip:      norm(1)
  epochs:    1
  batch:     2
}
`;

describe("the tensor graph", () => {
  const small = compile("small.fuse", () => SMALL).models[0]!.model;

  it("of a small model's answer, step and measurement is pinned", async () => {
    await golden("golden/small-predict.txt", showProgram(small.predict));
    await golden("golden/small-train.txt", showProgram(small.training!.train));
    await golden("golden/small-evaluate.txt", showProgram(small.training!.evaluate));
  });

  it("of a step moves every weight, slot and statistic and counts the step, each once", () => {
    for (const model of [small, compiled("examples/emoji/fused.fuse")]) {
      const written = model.training!.train.updates.map(({ variable }) => variable.name);
      const moving = model.variables.filter(({ role }) => role !== "counter" && role !== "frozen");
      expect(written.toSorted()).toEqual([...moving.map(({ name }) => name), "counter/step"].toSorted());
    }
  });

  it("of an answer draws nothing at random and writes nothing", () => {
    for (const program of [small.predict, small.training!.evaluate]) {
      expect(program.updates).toEqual([]);
      expect(programNodes(program).map(({ primitive }) => primitive)).not.toContain("random_uniform");
    }
  });
});
