import { existsSync } from "node:fs";
import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { type Dataset, type DatasetRequest, loadDataset } from "../data/dataset.ts";
import type { FeedRows } from "../data/feeds.ts";
import { removeDrafts } from "../files/atomic.ts";
import { writeJson } from "../files/json.ts";
import { BACKEND_TITLES, type EngineFacts, type OpenModel, type VariableValues } from "../model/backend.ts";
import { initialValues } from "../model/initial-values.ts";
import { type Checkpoint, readCheckpoint } from "../run/checkpoint.ts";
import { type EngineUse, readEngines, readRunData, writeEngines, writeRunData } from "../run/manifest.ts";
import type { Run } from "../run/open-run.ts";
import { hashesOf, rangesOf, requireSameData } from "../run/same-data.ts";
import { loadTrainingEngine, type TrainingEngine } from "./engines.ts";
import { createFeeder, type Feeder } from "./feeding/feeder.ts";
import { fittedValues, unbalanced } from "./fit-variables.ts";
import { type Leg, legsOf } from "./legs.ts";
import { outOfFoldRows } from "./out-of-fold.ts";

/** All that a run needs to go on: data, a model that holds the run's values, and where it stands. */
export interface Session {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly model: OpenModel;
  readonly engine: EngineFacts;
  /** Opens another model on the same engine, whose variables have no values yet. */
  readonly open: (compiled: CompiledModel) => Promise<OpenModel>;
  /** Where the run can be taken up again: at its last checkpoint, or at its beginning. */
  readonly stored: () => { readonly state: Checkpoint["state"] | undefined; readonly values: VariableValues };
  /** What the run continues from; nothing at its beginning. */
  readonly from: Checkpoint["state"] | undefined;
  readonly stepsPerEpoch: number;
  /** The stretches of the run. */
  readonly legs: readonly Leg[];
  /** What was predicted out of folds. */
  readonly kept: readonly FeedRows[];
  /** Gives the rows of the steps. */
  readonly feeder: Feeder;
  /** What the user should know of the engine. */
  readonly notes: readonly string[];
  /** What the user should know: what differs from the last time. */
  readonly warnings: readonly string[];
}

/**
 * Reads the data of a run, opens its model on the engine that is asked for and brings it to where the run stands.
 *
 * @throws RuntimeFailure about data, checkpoint or sources
 * @throws EngineError
 */
export async function openSession(
  run: Run,
  engine?: TrainingEngine,
  room?: DatasetRequest["room"],
): Promise<Session> {
  const { layout, manifest, compiled, training } = run;
  removeDrafts(layout.folder);
  const known = readRunData(layout);
  const dataset = await loadDataset({
    plan: training.data,
    interface: compiled.interface,
    folder: run.project,
    fitted: known?.fitted,
    room: { folder: layout.folder, ...room },
  });
  requireSameData(run, dataset);
  if (known === undefined) {
    writeJson(layout.splits, rangesOf(dataset));
    writeRunData(layout, { splits: hashesOf(dataset), fitted: dataset.fitted });
  }

  const { rows } = dataset.splits.train;
  const legs = legsOf(run, rows);
  // It starts while the engine is loaded.
  const fed = legs.reduce((sum, leg) => sum + leg.epochs * leg.rows, 0);
  const feeder = createFeeder([dataset.splits.train.stored], fed);

  const { threads } = manifest;
  const { backend, notes } = await loadTrainingEngine({ cwd: run.project, engine, threads });
  const { facts, open } = backend;
  const model = await open(compiled, { folder: layout.graphs, sources: run.sources });
  const stepsPerEpoch = Math.ceil(dataset.splits.train.rows / manifest.batch);
  const horizon = stepsIn(run, legs[0]!);
  const start = () =>
    new Map([
      ...initialValues(compiled.variables, { seed: manifest.seed, horizon }),
      ...fittedValues(compiled.variables, dataset.splits.train),
    ]);
  const stored = () =>
    existsSync(layout.last) ? readCheckpoint(layout.last, compiled.variables) : undefined;
  const checkpoint = stored();
  model.assign(checkpoint?.values ?? start());

  const before = readEngines(layout);
  if (checkpoint?.state.ended === undefined) {
    writeEngines(layout, [...before, { fromStep: checkpoint?.state.step ?? 0, ...facts }]);
  }
  return {
    run,
    dataset,
    model,
    engine: facts,
    open: (other) => open(other, { folder: layout.graphs, sources: run.sources }),
    stored: () => stored() ?? { state: undefined, values: start() },
    from: checkpoint?.state,
    stepsPerEpoch,
    legs,
    feeder,
    kept: outOfFoldRows(run, rows, checkpoint?.values),
    notes,
    warnings: [
      ...unjudged(run, dataset),
      ...unbalanced(compiled, dataset.splits.train),
      ...(checkpoint === undefined ? [] : changesSince(before.at(-1), facts)),
    ],
  };
}

/** The steps that a stretch has at most. */
export const stepsIn = ({ manifest }: Pick<Run, "manifest">, { epochs, rows }: Leg): number =>
  manifest.range?.steps ?? epochs * Math.ceil(rows / manifest.batch);

/** That there are no validation rows by which states could be set. */
function unjudged({ training }: Run, { splits }: Dataset): string[] {
  const { states, blend } = training;
  if ((states.length === 0 && blend === undefined) || splits.validation.rows > 0) return [];
  return [
    `${training.data.name} has no validation rows, by which some weights are to be set: they stay equal`,
  ];
}

/** What is compared of engines; nothing where an engine does not have it or does not tell. */
const FACTS: readonly (readonly [what: string, of: (facts: EngineFacts) => string | undefined])[] = [
  ["the engine", ({ backend, version }) => `${BACKEND_TITLES[backend]} ${version}`],
  ["the engine's package", (facts) => facts.package],
  ["the device", ({ devices }) => devices.join(" and ")],
  ["oneDNN", ({ oneDNN }) => (oneDNN === undefined ? undefined : oneDNN ? "on" : "off")],
  [
    "threads",
    ({ threads }) => threads && `${threads.intra} in an operation and ${threads.inter} beside one another`,
  ],
];

/** What has changed and may change the last bits of the result. */
export function changesSince(before: EngineUse | undefined, now: EngineFacts): string[] {
  return FACTS.flatMap(([what, of]) => {
    const [then, today] = [before && of(before), of(now)];
    if (then === undefined || today === undefined || then === today) return [];
    return `${what}: ${then} before, ${today} now; the result may differ in its last bits from that of a run in one go`;
  });
}
