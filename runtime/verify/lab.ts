import { programsOf } from "../../compiler/plan/compiled-model.ts";
import type { Trial, Variant } from "../../compiler/trial.ts";
import type { VariableValues } from "../model/backend.ts";
import { outOfFoldRows } from "../train/out-of-fold.ts";
import type { Answers } from "./answers.ts";
import type { Batch } from "./batch.ts";
import { drawBatch } from "./batch.ts";
import { type Attempt, drawValues } from "./draws.ts";
import type { Machine, Opened } from "./machine.ts";

/** A model on trial, and what it is tried with. */
export interface Lab {
  readonly trial: Trial;
  /** A folder of its own, which is removed after the trial. */
  readonly folder: string;
  attempt(number: number): Attempt;
  /** Random values for all variables of the model. */
  values(attempt: number): VariableValues;
  /** Random records. */
  batch(rows: number, attempt: number): Batch;
  /** The model as users run it; it is opened once. */
  model(): Promise<Opened>;
  /** The model as it is trained without dropping inputs; it is opened once. */
  whole(): Promise<Opened>;
  /** The same again as the model, with variables of its own, which the caller closes. */
  another(): Promise<Opened>;
  /** What a variant answers, in double precision where the machine has it; it is opened once. */
  exactly(variant: Variant, values: VariableValues, batch: Batch): Promise<Answers>;
  /** By how much answers that should be equal may differ, where they may so much in double precision. */
  tolerance(exact: number): number;
  close(): void;
}

/** Roundings of single precision come to no more than this. */
const SINGLE = 1e-4;

interface LabOptions {
  readonly machine: Machine;
  readonly seed: number;
  readonly folder: string;
}

/** Sets up for the trial of a model. */
export function createLab(trial: Trial, { machine, seed, folder }: LabOptions): Lab {
  const { model } = trial;
  const { variables } = model;
  const another = () => machine.open(programsOf(model), variables, "float32");
  const attempt = (number: number): Attempt => ({ seed, number });
  const variants = new Map<Variant, Promise<Opened>>();
  const closing: Opened[] = [];
  let main: Promise<Opened> | undefined;
  let whole: Promise<Opened> | undefined;
  const kept = async (opening: Promise<Opened>) => {
    const opened = await opening;
    closing.push(opened);
    return opened;
  };

  return {
    trial,
    folder,
    attempt,
    values: (number) => drawValues(variables, attempt(number)),
    batch(rows, number) {
      const { feeds } = drawBatch(model.interface, rows, attempt(number));
      // What phases take out of folds is any number here.
      const kept = outOfFoldRows({ compiled: model }, rows).map(
        ({ name, data }) =>
          [name, data.map((_, i) => (name.endsWith("/present") ? 1 : Math.cos(1 + i + number)))] as const,
      );
      return { rows, feeds: { ...feeds, ...Object.fromEntries(kept) } };
    },
    model() {
      main ??= kept(another());
      return main;
    },
    whole() {
      if (trial.whole === undefined) return this.model();
      whole ??= kept(machine.open(programsOf(trial.whole), trial.whole.variables, "float32"));
      return whole;
    },
    another,
    tolerance: (exact) => (machine.isSingle === true ? Math.max(exact, SINGLE) : exact),
    async exactly(variant, values, { feeds }) {
      const known =
        variants.get(variant) ?? kept(machine.open([variant.predict], variant.variables, "float64"));
      variants.set(variant, known);
      const opened = await known;
      opened.assign(values);
      return opened.run(variant.predict.name, feeds);
    },
    close() {
      for (const opened of closing) opened.close();
    },
  };
}
