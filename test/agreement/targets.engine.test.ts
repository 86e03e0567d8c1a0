import { beforeAll, describe, expect, test } from "vitest";
import { stepsOf } from "../../compiler/plan/compiled-model.ts";
import { eagerBackend } from "../../runtime/eager/backend.ts";
import type { HostTensor, HostTensors } from "../../runtime/engine/engine.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import { decodeSafetensors, encodeSafetensors } from "../../runtime/files/safetensors.ts";
import type { Backend, OpenModel, StepProgram, VariableValues } from "../../runtime/model/backend.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";
import { loadOnnx } from "../../runtime/onnx/backend.ts";
import { tensorflowBackend } from "../../runtime/tensorflow/backend.ts";
import { records } from "../compiler/kit/models.ts";
import { fed } from "../runtime/eager/kit/compute.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { openGenerated, type Tf } from "./kit/generated.ts";
import {
  examples,
  type Named,
  ofBlocks,
  ofOperators,
  ofTrainings,
  randomModels,
  type Subject,
} from "./kit/subjects.ts";

const STEPS = 10;
const ROWS = 8;
const CLOSE = 1e-4;

const isWhole = process.env.FUSEWIRE_FULL !== undefined;

/** A few of many, the others in the long proofs. */
const some = (all: readonly Named[], every: number, from = 0): readonly Named[] =>
  isWhole ? all : all.filter((_, i) => i % every === from);

const SUBJECTS: readonly Named[] = [
  ...examples,
  ...ofTrainings,
  ...some(ofOperators, 12),
  ...some(ofBlocks, 8),
  ...randomModels(isWhole ? 200 : 6),
];

/** A way to run models. */
type Open = (subject: Subject) => Promise<OpenModel>;

/** What one way to run a model comes to. */
interface Outcome {
  readonly losses: readonly number[];
  /** What is minimised, as it is when nothing is dropped. */
  readonly evaluated: number;
  /** What is predicted by the weights that it was trained to. */
  readonly answers: Readonly<Record<string, HostTensor>>;
  /** Those weights, as a file. */
  readonly file: Uint8Array;
}

function mean({ data }: HostTensor): number {
  const numbers = data as Float32Array;
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}

const stored = (values: VariableValues): Uint8Array =>
  Buffer.concat(encodeSafetensors({ tensors: new Map(values), metadata: {} }));

const opened = (file: Uint8Array): VariableValues => decodeSafetensors(file, "weights").tensors;

function feedsOf({ compiled }: Subject): HostTensors {
  const given = records(compiled, ROWS);
  const { predict, training } = compiled;
  const feeds = [
    ...predict.feeds,
    ...stepsOf(compiled).flatMap((program) => program.feeds),
    ...(training?.evaluate.feeds ?? []),
  ];
  return Object.fromEntries(feeds.map(({ name, dtype }) => [name, fed(dtype, given[name]!)]));
}

/** Where answers are apart by more than is allowed, relative to the number or to a hundredth of the largest. */
function apart(found: Outcome["answers"], wanted: Outcome["answers"]): string[] {
  return Object.entries(wanted).flatMap(([name, { data }]) => {
    const numbers = data as Float32Array;
    const other = found[name]!.data as Float32Array;
    const least = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6) / 100;
    if (other.length !== numbers.length) return [`${name} has ${other.length} numbers`];
    return [...numbers].flatMap((value, i) => {
      const isClose = Math.abs(other[i]! - value) <= CLOSE * Math.max(Math.abs(value), least);
      return isClose ? [] : [`${name}[${i}] is ${other[i]}, not ${value}`];
    });
  });
}

describe("a model means the same as one graph, node by node, in ONNX Runtime and as TypeScript", () => {
  const folder = temporaryFolder();
  let graph: Open;
  let others: Readonly<Record<string, Open>>;
  /** Computes on tfjs's JavaScript backend instead. */
  let plainly: <T>(compute: (open: Open) => Promise<T>) => Promise<T>;

  beforeAll(async () => {
    const opener =
      (backend: Backend): Open =>
      ({ compiled }) =>
        backend.open(compiled, { folder, sources: [] });
    const engine = await loadEngine();
    const tf = engine.tf as unknown as Parameters<typeof eagerBackend>[0] & Tf;
    graph = opener(tensorflowBackend(engine));
    others = {
      "node by node": opener(eagerBackend(tf)),
      "ONNX Runtime": opener(await loadOnnx({ threads: 2 })),
      TypeScript: (subject) => openGenerated(tf, subject),
    };
    plainly = async (compute) => {
      // All of tfjs in a process computes on one backend.
      await tf.setBackend("cpu");
      try {
        return await compute(opener(eagerBackend(tf)));
      } finally {
        await tf.setBackend("tensorflow");
      }
    };
  });

  /** Ten steps from the weights of a file, with dropout on, and what is then predicted. */
  async function train(open: Open, subject: Subject, file: Uint8Array, feeds: HostTensors): Promise<Outcome> {
    const model = await open(subject);
    try {
      model.assign(opened(file));
      const losses: number[] = [];
      for (const { name } of stepsOf(subject.compiled)) {
        for (let step = 0; step < STEPS; step++) {
          const { loss } = await model.run(name as StepProgram, feeds);
          losses.push(mean(loss!));
        }
      }
      const { loss } = await model.run("evaluate", feeds);
      const answers = await model.run("predict", feeds);
      return { losses, evaluated: mean(loss!), answers, file: stored(await model.read()) };
    } finally {
      model.close();
    }
  }

  async function answer(
    open: Open,
    subject: Subject,
    file: Uint8Array,
    feeds: HostTensors,
  ): Promise<Outcome["answers"]> {
    const model = await open(subject);
    try {
      model.assign(opened(file));
      return await model.run("predict", feeds);
    } finally {
      model.close();
    }
  }

  test.each(SUBJECTS)("%s", async (_, make) => {
    const subject = make();
    const feeds = feedsOf(subject);
    const start = stored(initialValues(subject.compiled.variables, { seed: 5, horizon: STEPS }));
    const wanted = await train(graph, subject, start, feeds);
    for (const [name, open] of Object.entries(others)) {
      const found = await train(open, subject, start, feeds);
      const far = [...found.losses, found.evaluated].flatMap((loss, step) => {
        const own = wanted.losses[step] ?? wanted.evaluated;
        return Math.abs(loss - own) < CLOSE * Math.max(1, Math.abs(own))
          ? []
          : [`step ${step}: ${loss}, not ${own}`];
      });
      expect(far, `losses of ${name}`).toEqual([]);
      // What the one was trained to, the other answers by, and the other way round.
      expect(apart(await answer(open, subject, wanted.file, feeds), wanted.answers), name).toEqual([]);
      expect(apart(await answer(graph, subject, found.file, feeds), found.answers), `from ${name}`).toEqual(
        [],
      );
    }
    const found = await plainly((open) => answer(open, subject, wanted.file, feeds));
    expect(apart(found, wanted.answers), "on the JavaScript backend").toEqual([]);
  });
});
