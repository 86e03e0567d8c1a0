import { createDraw } from "../../runtime/draws.ts";

/** What is tuned: the values that are tried, and where they stand in a model's file. */
export interface Knob {
  readonly values: readonly string[];
  readonly place: RegExp;
}

/** One value for everything that is tuned. A model without a place for one is the same with any. */
export type Setting<N extends string = string> = Readonly<Record<N, string>>;

/** What is tuned for all models of an example alike. */
export interface Tuning<N extends string = string> {
  readonly names: readonly N[];
  /** So many settings that differ for every model, each drawn evenly from all. */
  draw(count: number, seed: number): Setting<N>[];
  /** A model's file with other settings. */
  apply(text: string, setting: Setting<N>): string;
  /** What a model's file has a place for. */
  placesIn(text: string): N[];
}

/**
 * @param common what every model has a place for: settings that agree in it would be tried twice with some model
 */
export function tuningOf<N extends string>(
  knobs: Readonly<Record<N, Knob>>,
  common: readonly NoInfer<N>[],
): Tuning<N> {
  const names = Object.keys(knobs) as N[];
  const different = common.reduce((count, name) => count * knobs[name].values.length, 1);
  return {
    names,
    draw(count, seed) {
      if (count > different)
        throw new RangeError(`There are ${different} settings, and ${count} are asked for.`);
      const draw = createDraw(seed, ":settings");
      const drawn = new Map<string, Setting<N>>();
      while (drawn.size < count) {
        const values = names.map((name) => [name, knobs[name].values[draw(knobs[name].values.length)]!]);
        const setting = Object.fromEntries(values) as Setting<N>;
        const key = common.map((name) => setting[name]).join();
        if (!drawn.has(key)) drawn.set(key, setting);
      }
      return [...drawn.values()];
    },
    apply: (text, setting) =>
      names.reduce((changed, name) => changed.replaceAll(knobs[name].place, setting[name]), text),
    placesIn: (text) => names.filter((name) => text.match(knobs[name].place) !== null),
  };
}
