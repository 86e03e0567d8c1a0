import { nodesOf } from "../../../compiler/graph/graph.ts";
import type { Tensor } from "../../../compiler/graph/tensor.ts";
import { stepsOf } from "../../../compiler/plan/compiled-model.ts";
import type { InputSpec } from "../../../compiler/plan/interface.ts";
import { inputFeeds } from "../../data/feeds.ts";
import type { VariableValues } from "../../model/backend.ts";
import { type Answers, difference, notFinite, short, showChange } from "../answers.ts";
import { dirtyAbsence, type Having, lacking, showHaving, someRows, subsetsOf } from "../batch.ts";
import type { Lab } from "../lab.ts";
import { inTurn } from "../machine.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

const NOTHING_OPTIONAL = notApplicable("no input is optional");
const optionalOf = (lab: Lab) => lab.trial.model.interface.inputs.filter(({ optional }) => optional);

/** Records that are computed at a time. */
const CHUNK = 256;
/** With so many optional inputs, every set of them is still tried. */
const MOST_INPUTS = 12;
const TOLERANCE = 1e-4;

export const subsetsFinite: Property = {
  name: "subsets_finite",
  summary: "Whatever optional inputs a record has, its answer is made of finite numbers.",
  documentation:
    "A record for each of the sets of optional inputs that one may have, all 2^M - 1 of them where every input is optional and all 2^M where one is not, is predicted and, where the model is trained, evaluated and learned from: answers, loss and weights must be finite.",
  defects: ["Weights that are renormalised by dividing by how many inputs are there"],
  static: false,
  async check(lab) {
    const { interface: face, training } = lab.trial.model;
    const optional = optionalOf(lab);
    if (optional.length === 0) return NOTHING_OPTIONAL;
    if (optional.length > MOST_INPUTS)
      return notApplicable(`${optional.length} optional inputs have too many sets`);
    const model = await lab.model();
    model.assign(lab.values(0));
    const subsets = subsetsOf(face);
    const batch = lacking(face, lab.batch(subsets.length, 0), (row) => subsets[row]!);
    const found: CounterExample[] = [];
    for (let from = 0; from < subsets.length; from += CHUNK) {
      const { feeds } = someRows(batch, from, Math.min(from + CHUNK, subsets.length));
      for (const program of training === undefined ? ["predict"] : ["predict", "evaluate"]) {
        const wrong = notFinite(await model.run(program, feeds));
        if (wrong === undefined) continue;
        const { output, row, to } = wrong;
        const message = `${output} of a record with ${showHaving(subsets[from + row]!)} is ${short(to)}`;
        found.push({ message, output, row: from + row });
      }
      if (training === undefined) continue;
      model.assign(lab.values(0));
      for (const { name } of stepsOf(lab.trial.model)) {
        const { loss } = await model.run(name, feeds);
        const wrong = notFinite({ loss: loss!, ...Object.fromEntries(model.read()) });
        if (wrong === undefined) continue;
        const sets = Math.min(CHUNK, subsets.length - from);
        const message = `${wrong.output} is ${short(wrong.to)} in a training step on records of ${sets} sets of inputs`;
        found.push({ message, output: wrong.output });
        break;
      }
      model.assign(lab.values(0));
    }
    return judged(found, `${subsets.length} sets`);
  },
};

export const absenceInert: Property = {
  name: "absence_inert",
  summary: "What the cells of an absent input hold changes nothing, neither an answer nor what is learned.",
  documentation:
    "Records that lack each set of the optional inputs are predicted with zeros and with other numbers in the cells of what is absent, and a training step is taken on each: answers, loss, statistics and weights must agree.",
  defects: ["AutoGluon: a missing picture is a blank one, from which the model learns"],
  static: false,
  async check(lab) {
    const { interface: face, training, variables } = lab.trial.model;
    if (optionalOf(lab).length === 0) return NOTHING_OPTIONAL;
    const model = await lab.model();
    const values = lab.values(0);
    const subsets = subsetsOf(face).slice(0, CHUNK);
    const rows = Math.max(8, subsets.length);
    const clean = lacking(face, lab.batch(rows, 0), (row) => subsets[row % subsets.length]!);
    const dirty = dirtyAbsence(face, clean, lab.attempt(1));
    const named = (row: number) => `a record with ${showHaving(subsets[row % subsets.length]!)}`;

    model.assign(values);
    const [before, after] = await inTurn([clean, dirty], ({ feeds }) => model.run("predict", feeds));
    const most = difference(before!, after!, TOLERANCE);
    const found: CounterExample[] = [];
    if (most !== undefined) {
      const { output, row, change } = most;
      const message = `${output} of ${named(row)} changes ${showChange(most)} with what the cells of the others hold`;
      found.push({ message, output, row, change });
    }
    if (training === undefined) return judged(found);
    const [a, b] = await inTurn([clean, dirty], async ({ feeds }) => {
      model.assign(values);
      const { loss } = await model.run("train", feeds);
      return { loss: { loss: loss! }, after: model.read() };
    });
    const loss = difference(a!.loss, b!.loss, TOLERANCE);
    if (loss !== undefined) {
      const message = `the loss changes ${showChange(loss)} with what the cells of absent inputs hold`;
      found.push({ message, output: "loss", change: loss.change });
    }
    for (const { name, role, origin } of variables) {
      const moved = difference(asAnswers(a!.after, name), asAnswers(b!.after, name), TOLERANCE);
      if (moved === undefined) continue;
      const message = `a training step moves ${name} otherwise, ${showChange(moved)}, with what the cells of absent inputs hold`;
      const weight = role === "weight" ? { weight: name } : {};
      found.push({ message, change: moved.change, ...weight, ...(origin.span && { span: origin.span }) });
    }
    return judged(found);
  },
};

const asAnswers = (values: VariableValues, name: string): Answers => ({ [name]: values.get(name)! });

export const absenceUncounted: Property = {
  name: "absence_uncounted",
  summary: "Records that lack an input enter none of its batch statistics and none of its losses.",
  documentation:
    "A training step is taken on records that all have an input, and on the same with as many more that lack it: statistics and named terms of the loss that depend on no other input must come out the same.",
  defects: ["Batch normalisation over rows of zeros that stand for what is missing"],
  static: false,
  async check(lab) {
    const { interface: face } = lab.trial.model;
    const optional = optionalOf(lab);
    if (optional.length === 0) return NOTHING_OPTIONAL;
    const names = optional.map(({ name }) => name);
    const allOptional = names.length === face.inputs.length;
    const own = optional
      // A record needs some input.
      .filter(() => names.length > 1 || !allOptional)
      .map((input) => ({ input, counts: countsOf(lab, input) }))
      .filter(({ counts }) => counts.length > 0);
    if (own.length === 0) return notApplicable("no optional input has batch statistics or losses of its own");
    const model = await lab.whole();
    const found: CounterExample[] = [];
    for (const { input, counts } of own) {
      const without: Having = new Set(names.filter((name) => name !== input.name));
      const batch = lacking(face, lab.batch(2 * ROWS, 0), (row) => (row < ROWS ? new Set(names) : without));
      const [few, all] = await inTurn(
        [someRows(batch, 0, ROWS), batch],
        async ({ feeds }): Promise<Answers> => {
          model.assign(lab.values(0));
          const results = await model.run("train", feeds);
          return { ...Object.fromEntries(model.read()), ...results };
        },
      );
      for (const name of counts) {
        const most = difference({ [name]: few![name]! }, { [name]: all![name]! }, TOLERANCE);
        if (most === undefined) continue;
        const message = `${name} changes ${showChange(most)} when ${ROWS} records without ${input.name} join ${ROWS} that have it`;
        found.push({ message, input: input.name, change: most.change, span: input.span });
      }
    }
    return judged(found, own.flatMap(({ counts }) => counts).join(", "));
  },
};

const ROWS = 8;

/** What a step sets or tells from this input alone: statistics, and terms of the loss. */
function countsOf(lab: Lab, input: InputSpec): string[] {
  // Which inputs are dropped depends on which others there are.
  const { training, interface: face } = lab.trial.whole ?? lab.trial.model;
  if (training === undefined) return [];
  const { updates, results } = training.train;
  const counted: (readonly [string, Tensor])[] = [
    ...updates.flatMap(({ variable, value }) =>
      variable.role === "statistic" ? [[variable.name, value] as const] : [],
    ),
    ...Object.entries(results).filter(([name]) => name.startsWith("loss/")),
  ];
  const own = new Set(inputFeeds(input).map(({ name }) => name));
  const targets = new Set(face.outputs.map(({ name }) => name));
  return counted.flatMap(([name, value]) => {
    const used = nodesOf([value]).flatMap(({ primitive, attributes }) =>
      primitive === "feed" ? [attributes.name as string] : [],
    );
    const isOwn =
      used.some((feed) => own.has(feed)) && used.every((feed) => own.has(feed) || targets.has(feed));
    return isOwn ? [name] : [];
  });
}
