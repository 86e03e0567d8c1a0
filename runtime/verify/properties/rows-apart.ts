import { type Answers, difference, rowsOf, showChange } from "../answers.ts";
import { type Batch, otherRows, someRows } from "../batch.ts";
import { type CounterExample, judged, type Property } from "../property.ts";

const ROWS = 8;
/** Sums over batches of another size may be taken in another order. */
const TOLERANCE = 1e-4;

export const rowsApart: Property = {
  name: "rows_apart",
  summary: "What a model answers about a record does not depend on the other records of its batch.",
  documentation:
    "One row of a batch is kept and all others are replaced; then it is asked about alone. In training the same holds, unless an operator declares batch statistics.",
  defects: [
    "Fusilli's attention fusions: a matrix is read as one sequence, so that the records attend to each other",
  ],
  static: false,
  async check(lab) {
    const { model: compiled, uses } = lab.trial;
    const model = await lab.model();
    const [batch, other] = [lab.batch(ROWS, 0), lab.batch(ROWS, 1)];
    const outputs = compiled.interface.outputs.map(({ name }) => name);
    const mixes = uses.filter(({ operator }) => operator.mixing !== undefined);
    const ask = async (program: "predict" | "train", { feeds }: Batch): Promise<Answers> => {
      model.assign(lab.values(0));
      const results = await model.run(program, feeds);
      return Object.fromEntries(outputs.map((name) => [name, results[name]!]));
    };
    const found: CounterExample[] = [];
    const compare = async (program: "predict" | "train", kept: number) => {
      const before = rowsOf(await ask(program, batch), kept);
      const when = program === "train" ? " in a training step" : "";
      const changes = [
        [
          `the other ${ROWS - 1} rows change`,
          rowsOf(await ask(program, otherRows(batch, other, kept)), kept),
        ],
        // Random draws of a step depend on where a row stands.
        ...(program === "train"
          ? []
          : [["it is asked about alone", await ask(program, someRows(batch, kept, kept + 1))]]),
      ] as [string, Answers][];
      for (const [what, after] of changes) {
        const most = difference(before, after, TOLERANCE);
        if (most === undefined) continue;
        const { output, change } = most;
        const message = `${output} of row ${kept} changes ${showChange(most)}${when} when ${what}`;
        found.push({ message, output, row: kept, change });
      }
    };
    for (const kept of [0, ROWS - 1]) {
      await compare("predict", kept);
      if (compiled.training !== undefined && mixes.length === 0) await compare("train", kept);
    }
    const names = [...new Set(mixes.map(({ operator }) => `\`${operator.name}\``))].join(", ");
    return judged(found, mixes.length === 0 ? undefined : `in training ${names} mixes rows, as declared`);
  },
};
