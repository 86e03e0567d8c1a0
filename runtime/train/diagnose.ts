import type { Variable } from "../../compiler/graph/graph.ts";
import type { Tensor } from "../../compiler/graph/tensor.ts";
import { culprit, type Traced, traced } from "../../compiler/graph/trace.ts";
import { stepsOf } from "../../compiler/plan/compiled-model.ts";
import type { Span } from "../../diagnostics/source.ts";
import { storedBatches } from "../data/gather-stored.ts";
import type { HostTensors } from "../engine/engine.ts";
import { floats } from "../evaluate/answer-split.ts";
import { failure, isRuntimeFailure, type RuntimeFailure } from "../failure.ts";
import type { VariableValues } from "../model/backend.ts";
import { endEpoch } from "./end-epoch.ts";
import { orderOf } from "./feeding/stretch.ts";
import { notFinite } from "./not-finite.ts";
import type { RunLog } from "./run-log.ts";
import type { Session } from "./session.ts";
import { createStanding, type Standing } from "./standing.ts";
import { createSteps, rowsOf } from "./steps.ts";

/** What became no number, and in which step. */
interface Diverged {
  readonly step: number;
  /** `loss`, or the name of a variable. */
  readonly what: string;
  /** The first tensor that was no number. */
  readonly first: Tensor;
  /** What it was: NaN, or an infinity. */
  readonly value: "NaN" | "infinite";
}

const SILENT: RunLog = { step() {}, epoch() {}, length: () => 0, sync() {}, close() {} };

/**
 * Finds out where a run went wrong: takes its steps again from the last checkpoint, until the loss or a weight is no number,
 * and then that step once more from the state before it, with what every operator gives. Writes nothing.
 *
 * @param error what ended the run, at this step
 * @returns an error that names the first tensor that went bad and its line; the same one where nothing went wrong this time
 */
export async function diagnosed(
  session: Session,
  error: RuntimeFailure,
  failedAt: number,
): Promise<RuntimeFailure> {
  const found = await again(session, failedAt);
  return found === undefined ? error : named(found);
}

async function again(before: Session, failedAt: number): Promise<Diverged | undefined> {
  const { model } = before;
  const { state, values } = before.stored();
  const session: Session = { ...before, from: state };
  model.assign(values);
  const standing = createStanding(session);
  const takeStep = createSteps(session, standing, SILENT);
  while (standing.step <= failedAt) {
    const { leg } = standing;
    const feeds = feedsFor(session, standing);
    const values = await model.read();
    const step = standing.step + 1;
    const isLost = await takeStep().then(
      () => false,
      (error: unknown) => {
        if (isRuntimeFailure(error) && error.reason === "loss-not-finite") return true;
        throw error;
      },
    );
    const lost = isLost ? "loss" : notFinite(await model.read());
    if (lost !== undefined)
      return { step, what: lost, ...(await trace(session, standing, lost, feeds, values)) };
    if (standing.count.rows < leg.rows) continue;
    const { through } = await endEpoch(session, standing, SILENT);
    if (through !== undefined) return undefined;
  }
  return undefined;
}

/** The rows of the step that comes next, in buffers of their own. */
function feedsFor(session: Session, { leg, epoch, count }: Standing): HostTensors {
  const fed = rowsOf(session, leg);
  const rows = Math.min(fed.size, leg.rows - count.rows);
  return storedBatches(fed.parts, rows).gather(count.rows, rows, orderOf(fed, epoch));
}

/** Runs the step's graph from the values before it, and goes back from what it lost to where that came from. */
async function trace(
  { run, open }: Session,
  { leg }: Standing,
  what: string,
  feeds: HostTensors,
  values: VariableValues,
): Promise<Pick<Diverged, "first" | "value">> {
  const { compiled } = run;
  const program = stepsOf(compiled).find(({ name }) => name === leg.program)!;
  const own: Traced = traced(program);
  const training = { ...run.training, train: own.program, earlier: [] };
  const model = await open({ ...compiled, training });
  try {
    model.assign(values);
    const magnitudes = floats((await model.run(leg.program, feeds)).trace);
    const bad = what === "loss" ? own.loss : (own.updates.get(what) ?? own.loss);
    const first = culprit(own, magnitudes, bad);
    const value = Number.isNaN(magnitudes[own.tensors.indexOf(first)]) ? "NaN" : "infinite";
    return { first, value };
  } finally {
    model.close();
  }
}

function named({ step, what, first, value }: Diverged): RuntimeFailure {
  const { primitive, origin, attributes } = first.node;
  const lost = what === "loss" ? "the loss" : `\`${what}\``;
  const { message, help } = (SOURCES[primitive] ?? computed)(first, value);
  const span: Span | undefined = origin.span ?? (attributes.variable as Variable | undefined)?.origin.span;
  return failure(
    "loss-not-finite",
    { message: `${lost} became no finite number at step ${step}: ${message}`, help },
    { span },
  );
}

type Told = (first: Tensor, value: string) => { readonly message: string; readonly help: string };

const computed: Told = ({ node }, value) => ({
  message: `\`${node.primitive}\` of \`${node.origin.path}\` was the first to give ${value === "NaN" ? "NaN" : "infinity"}, from finite numbers`,
  help: "Lower the learning rate, clip the gradients (`clip: norm(1)`), or look for extreme numbers in the data. The last checkpoint is from before.",
});

/** Where nothing was computed: what was fed or kept was bad already. */
const SOURCES: Readonly<Record<string, Told>> = {
  feed: ({ node }, value) => ({
    message: `the records of this step hold ${value === "NaN" ? "NaN" : "infinity"} in \`${node.attributes.name as string}\``,
    help: "Mend the table; `fusewire data` lists what lies outside of what is declared.",
  }),
  read: ({ node }) => ({
    message: `\`${(node.attributes.variable as Variable).name}\` was none already before the step`,
    help: "Lower the learning rate, or clip the gradients (`clip: norm(1)`). The last checkpoint is from before.",
  }),
};
