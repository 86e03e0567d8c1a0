import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../../runtime/evaluate/evaluate-run.ts";
import { isRuntimeFailure, type RuntimeFailure } from "../../../runtime/failure.ts";
import { readSafetensors } from "../../../runtime/files/safetensors.ts";
import { isSourceError } from "../../../runtime/model/invalid-source.ts";
import type { TrainEvent } from "../../../runtime/train/events.ts";
import { resume, type TrainOptions, train } from "../../../runtime/train/train.ts";
import { expectFailure } from "../failures.ts";
import { temporaryFolder } from "../temporary.ts";
import { table, writeProject } from "./kit/project.ts";

const folder = temporaryFolder();
let runs = 0;
const nextRun = () => join(folder, `run-${runs++}`);

interface Line {
  readonly step: number;
  readonly epoch: number;
  readonly loss?: number;
  readonly learning_rate?: number;
  readonly train?: Readonly<Record<string, number>>;
  readonly validation?: Readonly<Record<string, number>>;
}

const metricsOf = (run: string): Line[] =>
  readFileSync(join(run, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);

const weightsOf = (run: string, name = "last") => readSafetensors(join(run, `${name}.safetensors`)).tensors;

/** Trains and collects what is told. */
async function watch(file: string, options: TrainOptions = {}) {
  const events: TrainEvent[] = [];
  const result = await train(file, {
    out: nextRun(),
    onEvent: (event) => void events.push(event),
    ...options,
  });
  return { result, events };
}

describe("training", () => {
  const file = writeProject(folder);

  it("learns, writes a line for each step and epoch, and tells them", async () => {
    const { result, events } = await watch(file, { epochs: 30 });
    expect(result).toMatchObject({ model: "Tiny", ending: "finished", epochs: 30, steps: 180 });
    const lines = metricsOf(result.run);
    const steps = lines.filter((line) => line.loss !== undefined);
    const epochs = lines.filter((line) => line.train !== undefined);
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 180 }, (_, i) => i + 1));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(epochs.at(-1)!.train!.loss).toBeLessThan(epochs[0]!.train!.loss! * 0.8);
    // A cosine comes back to nearly nothing.
    expect(steps.at(-1)!.learning_rate).toBeLessThan(1e-4);

    expect(events[0]).toMatchObject({
      kind: "ready",
      epochs: 30,
      stepsPerEpoch: 6,
      rows: { train: 192, validation: 24, test: 24 },
    });
    const told = events.filter((event) => event.kind === "epoch");
    expect(told.map(({ validation }) => validation)).toEqual(epochs.map(({ validation }) => validation));
  });

  it("keeps the weights of the epoch with the least validation loss, which evaluate measures", async () => {
    const { result } = await watch(file, { epochs: 12 });
    const epochs = metricsOf(result.run).filter((line) => line.validation !== undefined);
    const losses = epochs.map(({ validation }) => validation!.loss!);
    const least = losses.indexOf(Math.min(...losses));
    expect(result.best).toEqual({ epoch: least + 1, metric: "loss", value: losses[least] });
    const measured = await evaluate(result.run, { split: "validation" });
    expect(measured.epoch).toBe(least + 1);
    expect(measured.outputs[0]!.metrics.loss.value).toBeCloseTo(losses[least]!, 5);
    expect(measured.outputs[0]!.metrics).toMatchObject({
      accuracy: { value: expect.closeTo(epochs[least]!.validation!.accuracy!, 12) },
    });
    const last = await evaluate(result.run, { split: "validation", checkpoint: "last" });
    expect(last.epoch).toBe(12);
    expect(last.outputs[0]!.metrics.loss.value).toBeCloseTo(losses.at(-1)!, 5);
  });

  it("gives the same bits for the same seed, and others for another", async () => {
    const [a, b, c] = [await watch(file), await watch(file), await watch(file, { seed: 4 })];
    expect(weightsOf(b.result.run)).toEqual(weightsOf(a.result.run));
    expect(metricsOf(b.result.run)).toEqual(metricsOf(a.result.run));
    expect(weightsOf(c.result.run)).not.toEqual(weightsOf(a.result.run));
  });

  it("that is interrupted leaves a checkpoint, from which it goes on to the same bits", async () => {
    const whole = await watch(file, { epochs: 60 });
    const controller = new AbortController();
    const interrupted = await watch(file, {
      epochs: 60,
      signal: controller.signal,
      onEvent: (event) => event.kind === "epoch" && event.epoch === 2 && controller.abort(),
    });
    expect(interrupted.result.ending).toBe("interrupted");
    expect(interrupted.result.steps).toBeLessThan(whole.result.steps);
    const events: TrainEvent[] = [];
    const resumed = await resume(interrupted.result.run, { onEvent: (event) => void events.push(event) });
    expect(events[0]).toMatchObject({ kind: "ready", resumedAt: interrupted.result.steps });
    expect(resumed).toMatchObject({ ending: "finished", steps: whole.result.steps, best: whole.result.best });
    expect(weightsOf(resumed.run)).toEqual(weightsOf(whole.result.run));
    expect(weightsOf(resumed.run, "best")).toEqual(weightsOf(whole.result.run, "best"));
    expect(metricsOf(resumed.run)).toEqual(metricsOf(whole.result.run));
  });

  it("that has ended gives its result again", async () => {
    const { result } = await watch(file);
    const before = weightsOf(result.run);
    expect(await resume(result.run)).toMatchObject({
      ending: "finished",
      steps: result.steps,
      best: result.best,
    });
    expect(weightsOf(result.run)).toEqual(before);
  });

  it("stops when nothing gets better for as long as declared", async () => {
    const own = temporaryFolder();
    const still = writeProject(own, {
      epochs: 50,
      optimizer: "optimizer: sgd(learning_rate: 1e-12)",
      stop: "stop: stalls(validation.accuracy, for: 3)",
    });
    const { result } = await watch(still);
    expect(result).toMatchObject({ ending: "stalled", best: { metric: "accuracy" } });
    expect(result.epochs).toBe(result.best!.epoch + 3);
    expect(await resume(result.run)).toMatchObject({ ending: "stalled", epochs: result.epochs });
  });

  it("warns when it goes on with other threads or without oneDNN", async () => {
    const { result } = await watch(file);
    const engines = join(result.run, "engines.json");
    const [use] = JSON.parse(readFileSync(engines, "utf8")) as [object];
    const threads = { intra: 7, inter: 1 };
    writeFileSync(engines, JSON.stringify([{ ...use, version: "2.9.1", threads }]));
    const events: TrainEvent[] = [];
    await resume(result.run, { onEvent: (event) => void events.push(event) });
    const warnings = events.flatMap((event) => (event.kind === "note" ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringMatching(/^the engine: TensorFlow 2\.9\.1 before, .* now/),
      expect.stringMatching(/^threads: 7 in an operation and 1 beside one another before/),
    ]);
  });

  it("is refused on data that has changed", async () => {
    const own = temporaryFolder();
    const { result } = await watch(writeProject(own));
    writeFileSync(join(own, "rows.csv"), table(240, 2));
    await expectFailure(
      () => resume(result.run),
      "data-changed",
      "Rows is no longer the data that the run was trained on: its numbers differ",
      "Bring the data back",
    );
    writeFileSync(join(own, "rows.csv"), table(250));
    await expectFailure(() => evaluate(result.run), "data-changed", "24 rows were test, and 25 are");
  });

  it("that finds no data leaves no run behind", async () => {
    const own = temporaryFolder();
    const lonely = writeProject(own);
    rmSync(join(own, "rows.csv"));
    const run = nextRun();
    await expectFailure(() => train(lonely, { out: run }), "data-missing", "rows.csv");
    expect(existsSync(run)).toBe(false);
  });

  it("ends when the loss is no longer a number, and says at which step", async () => {
    const own = temporaryFolder();
    const wild = writeProject(own, { optimizer: "optimizer: sgd(learning_rate: 1e30)" });
    const run = nextRun();
    const error = await train(wild, { out: run, checkpointEvery: 0 }).catch((thrown: unknown) => thrown);
    expect(isRuntimeFailure(error) && error).toMatchObject({
      reason: "loss-not-finite",
      message: expect.stringMatching(/at step \d+: `\w+` of `.+` was the first to give (NaN|infinity)/),
      help: expect.stringContaining("learning rate"),
    });
    // The line where it went wrong can be shown.
    const { span, sources } = error as RuntimeFailure;
    expect(sources!.find(({ file }) => file === span!.file)!.text.slice(span!.start, span!.end)).not.toBe("");
    if (existsSync(join(run, "last.safetensors"))) {
      for (const { data } of weightsOf(run).values()) expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  it("is refused where a run stands, where there is none, and for sources with errors", async () => {
    const { result } = await watch(file, { epochs: 1 });
    await expectFailure(() => train(file, { out: result.run }), "run-exists", "there already", "--resume");
    await expectFailure(() => resume(folder), "run-missing", "is no run's folder", "fusewire train");
    await expectFailure(
      () => train(file, { out: nextRun(), model: "Other" }),
      "not-trainable",
      "no model called Other",
    );
    const broken = join(folder, "broken.fuse");
    writeFileSync(broken, "model Broken {");
    const caught: unknown = await train(broken).catch((error: unknown) => error);
    expect(isSourceError(caught) && caught.findings.length).toBeGreaterThan(0);
  });
});
