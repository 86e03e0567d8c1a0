import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createDraw } from "../../../runtime/draws.ts";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { predict } from "../../../runtime/load.ts";
import type { CategoryDecision } from "../../../runtime/outputs/category.ts";
import type { NumberDecision } from "../../../runtime/outputs/number.ts";
import type { SequenceDecision } from "../../../runtime/outputs/sequence.ts";
import type { SetDecision } from "../../../runtime/outputs/set.ts";
import type { VectorDecision } from "../../../runtime/outputs/vector.ts";
import type { EpochMetrics } from "../../../runtime/train/events.ts";
import { train } from "../../../runtime/train/train.ts";
import { temporaryFolder } from "../temporary.ts";

const SOURCE = `category Sign = ["plus", "minus"]
category Part = ["low", "high", "odd"]
category Size = ["small", "middle", "large"]

model All {
  input x: vector(3)
  optional input y: vector(2)
  input words: text(words: 8, vocabulary: 20)

  a = x |> dense(16, relu) |> dense(8, tanh)
  b = y |> dense(8, tanh)
  output sign: Sign = a |> classify(Sign)
  output total: number = a |> regress
  output twice: vector(3) = a |> regress(3)
  output parts: set<Part> = a |> tag(Part)
  output size: ordered Size = a |> rank(Size)
  output spelt: sequence<Sign>(6) = words |> embed(8) |> spell(Sign)
}

data Rows {
  from: "rows.jsonl"
  x = column("x")
  y = column("y")
  sign = column("sign")
  total = column("total")
  twice = column("twice")
  parts = column("parts")
  size = column("size")
  spelt = column("spelt")
  words = column("words")
  split: column("split")
}

train All on Rows {
  minimise {
    sign  = focal(sign, class_weights: balanced)
    total = squared_error(total)
    twice = huber(twice)
    parts = binary_cross_entropy(parts, positive_weights: balanced)
    size  = ordinal(size)
    spelt = ctc(spelt)
    align = info_nce(a, b, temperature: 0.2)
    balance: uncertainty
  }
  optimizer: adam(learning_rate: 0.02)
  epochs: 12
  batch: 32
  seed: 3
  stop: stalls(validation.total.mae, for: 12)
}
`;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function rows(count: number): string {
  const draw = createDraw(1, ":all kinds");
  const lines = Array.from({ length: count }, (_, row) => {
    const x = [0, 1, 2].map(() => draw(2000) / 1000 - 1);
    const parts = [x[0]! < 0 ? "low" : "high", ...(x[1]! > 0.5 ? ["odd"] : [])];
    const signs = [0, 1, 2].slice(0, 1 + draw(3)).map(() => (draw(2) === 0 ? "plus" : "minus"));
    return JSON.stringify({
      x,
      ...(row % 3 > 0 && { y: [x[0]! - x[1]!, x[2]!] }),
      sign: x[0]! + x[1]! > -0.5 ? "plus" : "minus",
      total: sum(x),
      twice: x.map((value) => 2 * value),
      parts,
      size: sum(x) < -0.6 ? "small" : sum(x) < 0.6 ? "middle" : "large",
      words: ["so", ...signs.flatMap((sign) => [sign === "plus" ? "up" : "down", "then"])].join(" "),
      spelt: signs,
      split: row % 10 < 7 ? "train" : row % 10 < 8 ? "validation" : "test",
    });
  });
  return `${lines.join("\n")}\n`;
}

it("a model with an output of every kind learns each, and tells each as what it is", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "all.fuse");
  writeFileSync(file, SOURCE);
  writeFileSync(join(folder, "rows.jsonl"), rows(400));
  const epochs: EpochMetrics[] = [];
  const { run, best } = await train(file, {
    out: join(folder, "run"),
    threads: 1,
    onEvent(event) {
      if (event.kind === "epoch") epochs.push(event.validation!);
    },
  });
  expect(best!.metric).toBe("total.mae");
  const [first, last] = [epochs[0]!, epochs.at(-1)!];
  for (const lower of [
    "total.mae",
    "twice.rmse",
    "loss",
    "loss.align",
    "loss.parts",
    "sign.log_loss",
    "loss.spelt",
    "size.rank_error",
  ]) {
    expect(last[lower], lower).toBeLessThan(first[lower]!);
  }
  expect(last["total.r2"]).toBeGreaterThan(0.8);

  const { outputs } = await evaluate(run, { split: "test" });
  expect(outputs.map(({ kind }) => kind)).toEqual([
    "category",
    "number",
    "vector",
    "set",
    "ordered",
    "sequence",
  ]);
  const [, total, , parts] = outputs;
  if (total?.kind !== "number" || parts?.kind !== "set") throw new Error("outputs change places");
  expect(total.metrics.r2.value).toBeGreaterThan(0.8);
  expect(total.metrics.r2.low).toBeLessThan(total.metrics.r2.value);
  expect(parts.byLabel).toHaveLength(3);

  type Told = {
    sign: CategoryDecision<"plus" | "minus">;
    total: NumberDecision;
    twice: VectorDecision;
    parts: SetDecision;
    size: CategoryDecision;
    spelt: SequenceDecision;
  };
  const [told] = await predict<Told>(run, [{ x: [0.8, 0.7, -0.5], words: "so up then down" }]);
  expect(told!.sign.label).toBe("plus");
  expect(Math.abs(told!.total.value - 1)).toBeLessThan(0.4);
  expect(told!.twice.values).toHaveLength(3);
  expect(told!.parts.labels).toContain("high");
  expect(told!.spelt.sequence).toEqual(["plus", "minus"]);
});
