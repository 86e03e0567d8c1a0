import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { costOf } from "../../../compiler/graph/cost.ts";
import { outlineOf } from "../../../compiler/outline/outline.ts";
import type { SplitName } from "../../data/split-names.ts";
import { type AnsweringOptions, answering } from "../../evaluate/answering.ts";
import { RESAMPLES } from "../../evaluate/bootstrap.ts";
import { measureSplit } from "../../evaluate/measure-split.ts";
import { writeAtomically } from "../../files/atomic.ts";
import { chosenCheckpoint } from "../../run/chosen-checkpoint.ts";
import { readRunData } from "../../run/manifest.ts";
import { openRun, type Run } from "../../run/open-run.ts";
import { html } from "../html.ts";
import { modelShown } from "../model/section.ts";
import { pageOf, type Section } from "../page.ts";
import { plural } from "../words.ts";
import { factsShown } from "./facts.ts";
import { learningShown, readLearned } from "./learning.ts";
import { mistakesShown } from "./mistakes.ts";
import { outputShown } from "./output.ts";

export interface ReportOptions extends AnsweringOptions {
  /** The rows that the model answers: those of validation, unless others are asked for. */
  readonly split?: SplitName | undefined;
  /** The file to write; `report.html` in the run's folder, with the split's name in it where that is another. */
  readonly out?: string | undefined;
}

/**
 * Writes a page about a run that stands by itself: how it learned, how its model fares on a split, what it is most wrong
 * about, and what the model is. The same run has the same page.
 *
 * @returns the path of the page
 * @throws RuntimeFailure about run, checkpoint or data; `split-empty` for a split that is asked for and has no rows
 * @throws EngineError
 */
export async function writeReport(folder: string, options: ReportOptions = {}): Promise<string> {
  const run = openRun(folder);
  const { split = "validation" } = options;
  const name = split === "validation" ? "report.html" : `report-${split}.html`;
  const path = options.out ?? join(run.layout.folder, name);
  writeAtomically(path, await reportOf(run, options));
  return path;
}

async function reportOf(run: Run, { split, ...options }: ReportOptions): Promise<string> {
  const { manifest, layout } = run;
  const learned = await readLearned(layout.metrics);
  const isTrained = existsSync(layout.best) || existsSync(layout.last);
  const isAnswered =
    isTrained && (split !== undefined || (readRunData(layout)?.splits.validation.rows ?? 0) > 0);
  const state = isTrained ? chosenCheckpoint(run, options.checkpoint).state : undefined;
  const answered = isAnswered ? await answeredSections(run, split ?? "validation", options) : [];
  const trained = learned.epochs.at(-1)?.epoch ?? 0;
  const lead = isAnswered
    ? html`Run ${basename(layout.folder)}: ${plural(trained, "epoch")}, seed ${manifest.seed}. Answers are those of the weights of epoch ${state?.epoch} to the ${split ?? "validation"} split.`
    : html`Run ${basename(layout.folder)}: ${plural(trained, "epoch")}, seed ${manifest.seed}. There are no validation rows that could be answered.`;
  return pageOf({
    title: manifest.model,
    lead,
    sections: [
      { id: "learning", title: "Learning", body: learningShown(learned, state?.best?.epoch) },
      ...answered,
      { id: "model", title: "Model", body: modelSection(run) },
      { id: "run", title: "Run and data", body: factsShown(run) },
    ],
  });
}

function answeredSections(run: Run, split: SplitName, options: AnsweringOptions): Promise<Section[]> {
  return answering(run, split, { ...options, cells: true }, async (opened) => {
    const { model, rows } = opened;
    const resamples = resamplesFor(run, rows.rows);
    const { outputs, losses } = await measureSplit(model, rows, { batch: run.manifest.batch, resamples });
    const sections = outputs.map((output, i) => ({
      id: `output-${i + 1}`,
      title: `Output ${output.name}`,
      body: [
        html`<p class="note">On ${plural(rows.rows, "row")} of the ${split} split.</p>`,
        ...outputShown(output, rows.rows),
      ],
    }));
    const body = await mistakesShown(run, opened, losses);
    return [...sections, { id: "mistakes", title: "Worst mistakes", body }];
  });
}

/** Numbers that are looked at for intervals: with very many rows, there are fewer resamples, which then differ less. */
const LOOKED_AT = 2e8;

function resamplesFor({ compiled }: Run, rows: number): number {
  const numbers = compiled.interface.outputs.reduce(
    (sum, output) => sum + ("category" in output ? output.category.labels.length : 1),
    0,
  );
  return Math.max(200, Math.min(RESAMPLES, Math.floor(LOOKED_AT / (rows * numbers))));
}

function modelSection({ compiled, typed, manifest }: Run) {
  const { total, peakActivationBytes } = costOf(compiled.predict);
  const costs = { ...total, activationBytes: peakActivationBytes };
  return modelShown(manifest.model, outlineOf(typed, compiled), costs);
}
