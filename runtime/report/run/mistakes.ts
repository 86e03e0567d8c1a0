import type { InputSpec, OutputSpec } from "../../../compiler/plan/interface.ts";
import { fieldOf } from "../../data/read-inputs.ts";
import { answerSplit } from "../../evaluate/answer-split.ts";
import type { Answering } from "../../evaluate/answering.ts";
import { type Decision, runtimeOf } from "../../outputs/index.ts";
import type { Run } from "../../run/open-run.ts";
import { type Html, html } from "../html.ts";
import { factsOf } from "../table.ts";
import { figure, percent } from "../words.ts";
import { cellsShown, contentShown, type Shown } from "./contents.ts";

/** Rows that are shown, and bytes that they may take: beyond these they are shown without what they hold. */
const MOST = 24;
const BYTES = 3 * 2 ** 20;

/** The rows of the split with the highest loss, each with what it holds, what is true and what was told. */
export async function mistakesShown(
  run: Run,
  { model, split, rows, dataset }: Answering,
  losses: Float64Array,
): Promise<readonly Html[]> {
  const { inputs, outputs } = run.compiled.interface;
  const worst = worstOf(losses);
  const told = new Map<number, ReadonlyMap<string, Decision>>();
  await answerSplit(
    model,
    rows,
    worst.length,
    ({ from, rows: count, given }) => {
      for (let row = 0; row < count; row++) told.set(worst[from + row]!, decided(outputs, given, row, count));
    },
    { order: Uint32Array.from(worst) },
  );
  const shown: Shown = { plan: run.training.data, dataset, split };
  const cards: Html[] = [];
  let bytes = 0;
  for (const place of worst) {
    const contents = await contentsOf(shown, inputs, place, bytes < BYTES);
    const card = mistakeCard(shown, place, losses[place]!, outputs, told.get(place)!, contents);
    bytes += card.html.length;
    cards.push(card);
  }
  return [
    html`<p class="note">The rows that the model is most wrong about, by what is minimised.</p>`,
    html`<div class="cards mistakes">${cards}</div>`,
  ];
}

function worstOf(losses: Float64Array): number[] {
  const places = Array.from(losses, (_, place) => place).filter((place) => Number.isFinite(losses[place]!));
  return places.sort((a, b) => losses[b]! - losses[a]! || a - b).slice(0, MOST);
}

function decided(
  outputs: readonly OutputSpec[],
  given: ReadonlyMap<string, Float32Array>,
  row: number,
  rows: number,
): ReadonlyMap<string, Decision> {
  return new Map(
    outputs.map((output) => {
      const all = given.get(output.name)!;
      const width = all.length / rows;
      const own = all.slice(row * width, (row + 1) * width);
      return [output.name, runtimeOf(output).decide(output as never, own) as Decision];
    }),
  );
}

type Contents = readonly (readonly [name: string, content: Html])[];

async function contentsOf(
  shown: Shown,
  inputs: readonly InputSpec[],
  place: number,
  media: boolean,
): Promise<Contents> {
  const contents: [string, Html][] = [];
  for (const input of inputs) {
    try {
      const content = media
        ? await contentShown(shown, input, place)
        : html`left out, for the page to stay small`;
      contents.push([input.name, content ?? html`absent`]);
    } catch {
      // The file was there when the model was trained, and may be gone by now.
      contents.push([input.name, html`cannot be read any more`]);
    }
  }
  return contents;
}

function mistakeCard(
  { plan, dataset, split }: Shown,
  place: number,
  loss: number,
  outputs: readonly OutputSpec[],
  told: ReadonlyMap<string, Decision>,
  contents: Contents,
): Html {
  const row = dataset.rows[split][place]!;
  const facts = outputs.flatMap(({ name }): [string, Html][] => [
    [`${name}, true`, cellsShown(dataset, fieldOf(plan, name), row)],
    [`${name}, told`, html`${toldOf(told.get(name)!)}`],
  ]);
  return html`<article class="card mistake"><h3>${dataset.table.nameOf(row)}</h3>
${factsOf([["loss", figure(loss)], ...facts, ...contents])}</article>
`;
}

/** A decision in words. */
function toldOf(decision: Decision): string {
  if ("label" in decision)
    return `${decision.label} (${percent(decision.probabilities[decision.label] ?? Number.NaN)})`;
  if ("labels" in decision) return decision.labels.length === 0 ? "none" : decision.labels.join(", ");
  if ("sequence" in decision) return decision.sequence.length === 0 ? "nothing" : decision.sequence.join(" ");
  if ("values" in decision) return decision.values.slice(0, 12).map(figure).join(", ");
  return figure(decision.value);
}
