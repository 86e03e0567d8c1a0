import { createDraw } from "../../runtime/draws.ts";

/** What is tuned, for all models alike: the values that are tried, and where they stand in a model's file. */
const TUNED = {
  "learning rate": { values: ["1e-3", "3e-3"], place: /(?<=learning_rate: )[\d.e-]+/g },
  "weight decay": { values: ["1e-4", "0.3", "1"], place: /(?<=weight_decay: )[\d.e-]+/g },
  "label smoothing": { values: ["0", "0.1"], place: /(?<=label_smoothing: )[\d.]+/g },
  "encoder dropout": { values: ["0", "0.3"], place: /(?<=encoder_dropout: )[\d.]+/g },
  "word dropout": { values: ["0.3", "0.5"], place: /(?<=word_dropout: )[\d.]+/g },
  vocabulary: { values: ["500", "2_000"], place: /(?<=vocabulary: )[\d_]+/g },
  "joint dropout": { values: ["0.3", "0.5"], place: /(?<=\|> dropout\()[\d.]+/g },
  "weight of each path's loss": { values: ["0.3", "1"], place: /[\d.]+(?= \* cross_entropy)/g },
} as const;

type Tuned = keyof typeof TUNED;

/** One value for everything that is tuned. A model without a place for one is the same with any. */
export type Setting = Readonly<Record<Tuned, string>>;

export const TUNED_NAMES = Object.keys(TUNED) as readonly Tuned[];

/** What every model has a place for: settings that agree in it would be tried twice with some model. */
const COMMON: readonly Tuned[] = ["learning rate", "weight decay", "label smoothing", "encoder dropout"];

/** So many settings that differ for every model, each drawn evenly from all. */
export function drawSettings(count: number, seed: number): Setting[] {
  const draw = createDraw(seed, ":settings");
  const drawn = new Map<string, Setting>();
  while (drawn.size < count) {
    const values = TUNED_NAMES.map((name) => [name, TUNED[name].values[draw(TUNED[name].values.length)]!]);
    const setting = Object.fromEntries(values) as Setting;
    const key = COMMON.map((name) => setting[name]).join();
    if (!drawn.has(key)) drawn.set(key, setting);
  }
  return [...drawn.values()];
}

/** A model's file with other settings. */
export function withSetting(text: string, setting: Setting): string {
  return TUNED_NAMES.reduce((changed, name) => changed.replaceAll(TUNED[name].place, setting[name]), text);
}

/** What a model's file has a place for. */
export function tunedIn(text: string): Tuned[] {
  return TUNED_NAMES.filter((name) => text.match(TUNED[name].place) !== null);
}
