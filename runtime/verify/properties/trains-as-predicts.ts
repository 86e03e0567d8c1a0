import { difference, showChange } from "../answers.ts";
import { type Batch, lacking, showHaving, subsetsOf } from "../batch.ts";
import type { Lab } from "../lab.ts";
import { type CounterExample, judged, notApplicable, type Outcome, type Property } from "../property.ts";

const ROWS = 8;
const TOLERANCE = 1e-6;

export const trainsAsPredicts: Property = {
  name: "trains_as_predicts",
  summary: "Training and prediction compute the same but for operators that declare to draw or to mix.",
  documentation:
    "The forward pass of a training step is compiled with the operators that declare it, such as `dropout` and `batch_norm`, as they are in prediction, and with all others as in training. In double precision the two must agree.",
  defects: ["Layers that are scaled or left out in one of the two only"],
  static: false,
  check: (lab) => compare(lab, lab.batch(ROWS, 0), (row) => `row ${row}`),
};

export const absenceOnePath: Property = {
  name: "absence_one_path",
  summary: "A missing input takes the same path in training as in prediction.",
  documentation:
    "As above, for records that lack each set of the optional inputs: what stands in for an absent input in training must stand in for it in prediction.",
  defects: ["Ludwig `modality_dropout`: the learned embedding of what is missing is used in training only"],
  static: false,
  async check(lab) {
    const { interface: face } = lab.trial.model;
    if (!face.inputs.some(({ optional }) => optional)) return notApplicable("no input is optional");
    // All but the first, which has all inputs.
    const subsets = subsetsOf(face).slice(1);
    if (subsets.length === 0) return notApplicable("a record always has its only input");
    const rows = Math.min(Math.max(ROWS, subsets.length), 256);
    const batch = lacking(face, lab.batch(rows, 0), (row) => subsets[row % subsets.length]!);
    return compare(lab, batch, (row) => `a record with ${showHaving(subsets[row % subsets.length]!)}`);
  },
};

async function compare(lab: Lab, batch: Batch, named: (row: number) => string): Promise<Outcome> {
  const { model, calm, uses } = lab.trial;
  const values = lab.values(0);
  const predicted = await lab.exactly(model, values, batch);
  const trained = await lab.exactly(calm(), values, batch);
  const most = difference(predicted, trained, lab.tolerance(TOLERANCE));
  if (most === undefined) return judged([]);
  const { output, row, change } = most;
  const place = { output, row, change };
  const found: CounterExample[] = [];
  for (const use of uses.slice(0, MOST)) {
    const own = difference(predicted, await lab.exactly(calm(use), values, batch), lab.tolerance(TOLERANCE));
    if (own === undefined) continue;
    const message = `${own.output} of ${named(own.row)} changes ${showChange(own)} when \`${use.operator.name}\` at ${use.path} does as in training`;
    found.push({ ...place, row: own.row, change: own.change, output: own.output, message, span: use.span });
  }
  const message = `${output} of ${named(row)} changes ${showChange(most)} between prediction and training`;
  return judged(found.length > 0 ? found : [{ ...place, message }]);
}

/** Operators of which each is tried by itself to find where a difference comes from. */
const MOST = 100;
