import type { DataField, DataPlan } from "../../../compiler/plan/data-plan.ts";
import { columnsOf } from "../../../compiler/plan/data-plan.ts";
import type { InputPart, InputSpec } from "../../../compiler/plan/interface.ts";
import { cellsOf } from "../../data/cells.ts";
import type { Dataset } from "../../data/dataset.ts";
import { fieldOf } from "../../data/read-inputs.ts";
import type { SplitName } from "../../data/split-names.ts";
import type { NumberArray } from "../../files/bytes.ts";
import { type Html, html } from "../html.ts";
import { dataAddress } from "../media/address.ts";
import { type Picture, pictureOfNumbers, smallPicture } from "../media/picture.ts";
import { sparkline } from "../media/sparkline.ts";
import { wavOf } from "../media/wav.ts";

/** The split whose rows are shown. */
export interface Shown {
  readonly plan: DataPlan;
  readonly dataset: Dataset;
  readonly split: SplitName;
}

/** One input of one row. */
interface Place {
  readonly input: InputSpec;
  readonly field: DataField;
  readonly dataset: Dataset;
  /** The row of the table. */
  readonly row: number;
  /** What is fed of a part, without what pads it. */
  readonly fed: (part: InputPart) => NumberArray;
}

const LETTERS = 600;
/** Of a sound. */
const SECONDS = 8;

/** The least rate that every browser plays, in Hz. */
const LEAST_RATE = 8000;

/** A sound that a browser plays: of one with a lower rate, every moment is repeated. */
function audible(samples: NumberArray, rate: number, channels: number): Uint8Array {
  const times = Math.ceil(LEAST_RATE / rate);
  if (times <= 1) return wavOf(samples, rate, channels);
  const repeated = Float32Array.from({ length: samples.length * times }, (_, i) => {
    const moment = Math.floor(i / (channels * times));
    return samples[moment * channels + (i % channels)]!;
  });
  return wavOf(repeated, rate * times, channels);
}

/** How a modality is shown; what is not listed is shown as the cells of the table. */
const SHOWN: Readonly<Record<string, (place: Place) => Html | undefined | Promise<Html | undefined>>> = {
  image: async (place) => {
    const { field, dataset, input, row, fed } = place;
    const cell = await cellsOf({ table: dataset.table, field, input, fit: {} }).at(row);
    const [part] = input.parts;
    const found =
      cell instanceof Uint8Array ? await smallPicture(cell) : await pictureOfNumbers(fed(part!), part!.shape);
    return found && picture(found, input.name);
  },
  text: async ({ field, dataset, input, row }) => {
    const cell = await cellsOf({ table: dataset.table, field, input, fit: {} }).at(row);
    return typeof cell === "string" ? html`<blockquote>${shortened(cell)}</blockquote>` : undefined;
  },
  audio: ({ input, fed }) => {
    const [part] = input.parts;
    const [time, channel] = part!.type.axes;
    const rate = time?.rate;
    const channels = typeof channel?.size === "number" ? channel.size : 1;
    if (rate === undefined) return undefined;
    const samples = fed(part!).subarray(0, SECONDS * rate * channels);
    const sound = dataAddress("audio/wav", audible(samples, rate, channels));
    return html`${sparkline(samples, channels, `${input.name} as a wave`)}<audio controls preload="none" src="${sound}" aria-label="${input.name}"></audio>`;
  },
  series: lines,
  vector: lines,
  video: async ({ input, fed }) => {
    const [part] = input.parts;
    const [frames = 0, ...frame] = part!.shape;
    const width = frame.reduce((a, b) => a * b, 1);
    const data = fed(part!);
    const places = [0, Math.floor(frames / 2)].filter((place) => (place + 1) * width <= data.length);
    const shown = await Promise.all(
      [...new Set(places)].map((place) =>
        pictureOfNumbers(data.subarray(place * width, (place + 1) * width), frame),
      ),
    );
    return html`${shown.map((found) => found && picture(found, `${input.name}, a frame`))}`;
  },
};

const picture = ({ address, tiny }: Picture, name: string): Html =>
  html`<img${tiny ? html` class="tiny"` : undefined} src="${address}" alt="${name}">`;

function lines({ input, fed }: Place): Html | undefined {
  const [part, ...others] = input.parts;
  if (part === undefined || others.length > 0) return undefined;
  const data = fed(part);
  const channels = part.shape.length > 1 ? part.shape.at(-1)! : 1;
  if (data.length < 8) return undefined;
  return sparkline(data, channels, `${input.name}: ${data.length / channels} places of ${channels}`);
}

/** An input of a row of the split as it can be looked at or listened to; undefined where the row lacks it. */
export async function contentShown(
  { plan, dataset, split }: Shown,
  input: InputSpec,
  place: number,
): Promise<Html | undefined> {
  const { feeds } = dataset.splits[split];
  const feedOf = (name: string) => feeds.find((feed) => feed.name === name)!;
  if (input.presence !== undefined && feedOf(input.presence).data[place] === 0) return undefined;
  const [length] = Object.values(input.lengths);
  const field = fieldOf(plan, input.name);
  const row = dataset.rows[split][place]!;
  const fed = (part: InputPart) => {
    const { data, width } = feedOf(part.feed);
    const inner = part.shape.slice(1).reduce((a, b) => a * b, 1);
    const isRagged = length !== undefined && part.type.axes[0]?.ragged !== undefined;
    const filled = isRagged ? feedOf(length).data[place]! * inner : width;
    return data.subarray(place * width, place * width + filled);
  };
  const shown = await SHOWN[input.modality]?.({ input, field, dataset, row, fed });
  return shown ?? cellsShown(dataset, field, row);
}

/** The cells of the table as they are. */
export function cellsShown({ table }: Dataset, { source }: DataField, row: number): Html {
  const cells = columnsOf(source).map((name) => [name, table.columns.get(name)?.[row] ?? "–"] as const);
  const [only, ...others] = cells;
  if (only === undefined) return html`<p>row ${row}</p>`;
  if (others.length === 0) return html`<p>${shortened(only[1])}</p>`;
  return html`<p>${cells.slice(0, 24).map(([name, cell]) => html`${name}: ${shortened(cell, 60)}; `)}</p>`;
}

const shortened = (text: string, most = LETTERS): string =>
  text.length <= most ? text : `${[...text].slice(0, most).join("")}…`;
