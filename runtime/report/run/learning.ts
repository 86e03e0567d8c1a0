import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { CountedMetrics } from "../../evaluate/count.ts";
import { draw } from "../figures/draw.ts";
import { cards, figureOf } from "../figures/figure.ts";
import { type Series, thinned } from "../figures/plot.ts";
import { type Html, html } from "../html.ts";
import { figure } from "../words.ts";

/** What a run's file of metrics says, as much of its steps as can be drawn. */
export interface Learned {
  readonly epochs: readonly EpochLine[];
  readonly steps: readonly StepLine[];
}

interface EpochLine {
  readonly epoch: number;
  readonly phase?: string;
  readonly fold?: number;
  readonly train: CountedMetrics;
  readonly validation?: CountedMetrics;
}

interface StepLine {
  readonly step: number;
  readonly loss: number;
  readonly learning_rate: number;
  readonly gradient_norm: number;
}

const MOST_STEPS = 400;

/** Reads a file of metrics line by line; a last line that was not written whole is left out. */
export async function readLearned(path: string): Promise<Learned> {
  const epochs: EpochLine[] = [];
  let steps: StepLine[] = [];
  let every = 1;
  let seen = 0;
  if (!existsSync(path)) return { epochs, steps };
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const value = parsed(line);
    if (value === undefined) continue;
    if ("train" in value) epochs.push(value);
    else if (seen++ % every === 0) {
      steps.push(value);
      // Where twice as many are held as are drawn, every other is let go.
      if (steps.length >= 2 * MOST_STEPS) {
        steps = steps.filter((_, i) => i % 2 === 0);
        every *= 2;
      }
    }
  }
  return { epochs, steps };
}

function parsed(line: string): EpochLine | StepLine | undefined {
  try {
    return JSON.parse(line) as EpochLine | StepLine;
  } catch {
    return undefined;
  }
}

/** Curves of the loss and of every metric, by epoch, and of what steps tell. */
export function learningShown({ epochs, steps }: Learned, best: number | undefined): readonly Html[] {
  if (epochs.length === 0 && steps.length === 0) return [html`<p>No step was taken.</p>`];
  const names = [
    ...new Set(epochs.flatMap(({ train, validation }) => Object.keys({ ...train, ...validation }))),
  ];
  const isPlain = (name: string) => !name.includes(".");
  const [plain, others] = [names.filter(isPlain), names.filter((name) => !isPlain(name))];
  const turns = phaseMarks(epochs);
  const curves = (of: readonly string[]) => of.map((name) => curveOf(name, epochs, best, turns));
  return [
    turns.length > 0
      ? html`<p class="note">Training has phases: ${turns.map(({ text }) => text).join(", ")}.</p>`
      : html``,
    cards(curves(plain.slice(0, SHOWN))),
    ...(steps.length > 0
      ? [
          html`<details><summary>Steps</summary>${cards([
            stepCurve("loss", "Loss of each step", steps),
            stepCurve("learning_rate", "Learning rate", steps),
            stepCurve("gradient_norm", "Norm of the gradient, before clipping", steps),
          ])}</details>`,
        ]
      : []),
    ...more([...plain.slice(SHOWN), ...others], curves),
  ];
}

/** Curves that stand there at once; there is a click to the others. */
const SHOWN = 4;

const more = (names: readonly string[], curves: (names: readonly string[]) => Html[]): Html[] =>
  names.length === 0 ? [] : [html`<details><summary>More curves</summary>${cards(curves(names))}</details>`];

type Marks = NonNullable<Series["marks"]>;

/** Where a phase begins that is not the first. */
function phaseMarks(epochs: readonly EpochLine[]): Marks {
  const nameOf = ({ phase, fold }: EpochLine) =>
    `${phase ?? ""}${fold === undefined ? "" : ` without fold ${fold}`}`;
  return epochs.flatMap((line, i) =>
    nameOf(line) !== "" && (i === 0 || nameOf(line) !== nameOf(epochs[i - 1]!))
      ? [{ at: line.epoch, text: `${nameOf(line)} from epoch ${line.epoch}` }]
      : [],
  );
}

function curveOf(name: string, epochs: readonly EpochLine[], best: number | undefined, turns: Marks): Html {
  const points = (of: "train" | "validation") =>
    thinned(
      epochs.flatMap((line) => {
        const value = line[of]?.[name];
        return value === undefined || value === null || !Number.isFinite(value)
          ? []
          : [[line.epoch, value] as const];
      }),
      MOST_STEPS,
    );
  const [train, validation] = [points("train"), points("validation")];
  const marks = [
    ...(best === undefined ? [] : [{ at: best, text: "best" }]),
    ...turns.slice(1).map(({ at }) => ({ at, text: "" })),
  ];
  const symbols = epochs.length <= 60;
  const series: Series[] = [
    ...(train.length > 0 ? [{ name: "training", points: train, symbols, marks }] : []),
    ...(validation.length > 0
      ? [{ name: "validation", points: validation, symbols, ...(train.length > 0 ? {} : { marks }) }]
      : []),
  ];
  const rows = new Map<number, [string, string]>();
  for (const [epoch, value] of train) rows.set(epoch, [figure(value), "–"]);
  for (const [epoch, value] of validation) rows.set(epoch, [rows.get(epoch)?.[0] ?? "–", figure(value)]);
  const last = (of: readonly (readonly [number, number])[]) =>
    of.length === 0 ? "–" : figure(of.at(-1)![1]);
  return figureOf({
    title: name,
    says: `By epoch. In the end ${last(train)} in training, ${last(validation)} in validation.`,
    drawing: draw({
      description: `${name} by epoch, in training and in validation`,
      x: { name: "epoch", whole: true },
      y: { name: "" },
      series,
      height: 260,
    }),
    numbers: {
      head: ["epoch", "training", "validation"],
      rows: [...rows].sort(([a], [b]) => a - b).map(([epoch, values]) => [epoch, ...values]),
      right: [0, 1, 2],
    },
  });
}

function stepCurve(
  name: "loss" | "learning_rate" | "gradient_norm",
  title: string,
  steps: readonly StepLine[],
): Html {
  const points = steps.flatMap((line) =>
    typeof line[name] === "number" && Number.isFinite(line[name]) ? [[line.step, line[name]] as const] : [],
  );
  return figureOf({
    title,
    says: "By step; of very many steps, some.",
    drawing: draw({
      description: `${title} by step`,
      x: { name: "step", whole: true },
      y: { name: "" },
      series: [{ name: title, points }],
      height: 260,
    }),
    numbers: {
      head: ["step", name],
      rows: thinned(points, 24).map(([step, value]) => [step, value.toPrecision(4)]),
      right: [0, 1],
    },
  });
}
