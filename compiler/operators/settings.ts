import type { Size } from "../types/size.ts";
import type { Category } from "../types/value-type.ts";

/**
 * Settings of operators, blocks, losses, optimizers and schedules as plain data: the checker reads an author's
 * expression by them, and the reference and completion are written from them.
 */
export type SettingSpec =
  | IntegerSetting
  | IntegersSetting
  | NumberSetting
  | NumbersSetting
  | LabelWeightsSetting
  | FlagSetting
  | ChoiceSetting
  | AxesSetting
  | NewAxisSetting
  | AxisSetting
  | RenamingSetting
  | SizesSetting
  | CategorySetting
  | QuantitySetting
  | TextSetting
  | TextsSetting
  | ChoicesSetting;

interface Common {
  readonly summary: string;
  /** May be given without its name, in the order of declaration. */
  readonly positional?: boolean;
  /** May be left out though it has no default; what that means is said in the summary. */
  readonly optional?: true;
}

/** A whole number, such as a width. */
export interface IntegerSetting extends Common {
  readonly kind: "integer";
  readonly least: number;
  /** The largest that is supported; if left out, the largest of any size. */
  readonly most?: number;
  readonly default?: number;
}

/** A list of whole numbers, such as widths of layers. */
export interface IntegersSetting extends Common {
  readonly kind: "integers";
  readonly least: number;
  readonly default?: readonly number[];
}

/** A number within bounds. */
export interface NumberSetting extends Common {
  readonly kind: "number";
  readonly from: number;
  readonly to: number;
  /** Whether `to` itself is refused. */
  readonly below?: boolean;
  readonly default?: number;
}

/** A list of numbers within bounds, such as one for each label. */
export interface NumbersSetting extends Common {
  readonly kind: "numbers";
  readonly from: number;
  readonly to: number;
  readonly default?: readonly number[];
}

/** One number for each label of a category, or `balanced`: fitted to the training rows. */
export interface LabelWeightsSetting extends Common {
  readonly kind: "label_weights";
  readonly optional: true;
  readonly default?: never;
}

export type LabelWeights = readonly number[] | "balanced";

/** `true` or `false`. */
export interface FlagSetting extends Common {
  readonly kind: "flag";
  readonly default?: boolean;
}

/** One of a closed list of names. */
export interface ChoiceSetting<C extends string = string> extends Common {
  readonly kind: "choice";
  readonly choices: readonly C[];
  readonly default?: C;
}

/** Names of axes that the first operand has; `space` stands for those that convolutions act on. */
export interface AxesSetting extends Common {
  readonly kind: "axes";
  readonly default?: readonly string[];
}

/** The name of an axis that the result is to have. */
export interface NewAxisSetting extends Common {
  readonly kind: "new_axis";
  readonly default?: string;
}

/** The name of one axis that the first operand has. */
export interface AxisSetting extends Common {
  readonly kind: "axis";
  readonly default?: never;
}

/** Names for axes by the names that they have, each written as a setting of its own: `word: key`. */
export interface RenamingSetting extends Common {
  readonly kind: "renaming";
  readonly default?: never;
}

/** Sizes of axes that are made, by name and in their order, each written as a setting of its own: `head: 4`. */
export interface SizesSetting extends Common {
  readonly kind: "sizes";
  readonly default?: never;
}

/** Whether the settings that it holds are written with names that are not known before. */
export const isOpen = (spec: SettingSpec): boolean => spec.kind === "renaming" || spec.kind === "sizes";

/** The name of a `category`. */
export interface CategorySetting extends Common {
  readonly kind: "category";
  readonly default?: never;
}

/** What a unit measures; values are in seconds, Hz and bytes. */
export type Dimension = "duration" | "frequency" | "memory";

/** A number with a unit: a duration, read in seconds, or a frequency, read in Hz. */
export interface QuantitySetting extends Common {
  readonly kind: "quantity";
  readonly dimension: Dimension;
  readonly default?: number;
}

/** A text in quotes, such as a path or the name of a column. */
export interface TextSetting extends Common {
  readonly kind: "text";
  readonly default?: string;
}

/** A list of texts. */
export interface TextsSetting extends Common {
  readonly kind: "texts";
  readonly default?: readonly string[];
}

/** Some of a closed list of names, in brackets. */
export interface ChoicesSetting<C extends string = string> extends Common {
  readonly kind: "choices";
  readonly choices: readonly C[];
  readonly default?: readonly C[];
}

/** What a setting's expression is read as. */
type SettingValue<S extends SettingSpec, N extends Size = Size> = S extends IntegerSetting
  ? N
  : S extends IntegersSetting
    ? readonly N[]
    : S extends LabelWeightsSetting
      ? LabelWeights
      : S extends NumbersSetting
        ? readonly number[]
        : S extends NumberSetting | QuantitySetting
          ? number
          : S extends FlagSetting
            ? boolean
            : S extends ChoiceSetting<infer C>
              ? C
              : S extends AxesSetting
                ? readonly string[]
                : S extends AxisSetting | NewAxisSetting
                  ? string
                  : S extends RenamingSetting
                    ? Readonly<Record<string, string>>
                    : S extends SizesSetting
                      ? Readonly<Record<string, N>>
                      : S extends CategorySetting
                        ? Category
                        : S extends TextSetting
                          ? string
                          : S extends TextsSetting
                            ? readonly string[]
                            : S extends ChoicesSetting<infer C>
                              ? readonly C[]
                              : never;

/** Settings by name; `N` is a symbolic size too while a block is checked for every size. */
export type SettingValues<S extends Settings, N extends Size> = {
  readonly [K in keyof S]: S[K] extends { readonly optional: true }
    ? SettingValue<S[K], N> | undefined
    : SettingValue<S[K], N>;
};

export type Settings = Readonly<Record<string, SettingSpec>>;

type Options<S extends SettingSpec> = Partial<Omit<S, "kind" | "summary">>;

export const integer = <const O extends Options<IntegerSetting>>(summary: string, options?: O) =>
  ({ kind: "integer", least: 1, summary, ...options }) as {
    kind: "integer";
    least: number;
    summary: string;
  } & O;

export const integers = <const O extends Options<IntegersSetting>>(summary: string, options?: O) =>
  ({ kind: "integers", least: 1, summary, ...options }) as {
    kind: "integers";
    least: number;
    summary: string;
  } & O;

export const number = <const O extends Options<NumberSetting>>(summary: string, options?: O) =>
  ({ kind: "number", from: -Infinity, to: Infinity, summary, ...options }) as {
    kind: "number";
    from: number;
    to: number;
    summary: string;
  } & O;

export const numbers = <const O extends Options<NumbersSetting>>(summary: string, options?: O) =>
  ({ kind: "numbers", from: -Infinity, to: Infinity, summary, ...options }) as {
    kind: "numbers";
    from: number;
    to: number;
    summary: string;
  } & O;

export const labelWeightsSetting = (summary: string): LabelWeightsSetting => ({
  kind: "label_weights",
  optional: true,
  summary,
});

export const flag = <const O extends Options<FlagSetting>>(summary: string, options?: O) =>
  ({ kind: "flag", summary, ...options }) as { kind: "flag"; summary: string } & O;

export const choice = <const C extends string, const O extends Options<ChoiceSetting<NoInfer<C>>>>(
  choices: readonly C[],
  summary: string,
  options?: O,
) => ({ kind: "choice", choices, summary, ...options }) as ChoiceSetting<C> & O;

export const axes = <const O extends Options<AxesSetting>>(summary: string, options?: O) =>
  ({ kind: "axes", summary, ...options }) as { kind: "axes"; summary: string } & O;

export const newAxis = <const O extends Options<NewAxisSetting>>(summary: string, options?: O) =>
  ({ kind: "new_axis", summary, ...options }) as { kind: "new_axis"; summary: string } & O;

export const axisOf = <const O extends Options<AxisSetting>>(summary: string, options?: O) =>
  ({ kind: "axis", summary, ...options }) as { kind: "axis"; summary: string } & O;

export const renaming = (summary: string): RenamingSetting => ({ kind: "renaming", summary });

export const sizes = (summary: string): SizesSetting => ({ kind: "sizes", summary });

export const category = (summary: string, options?: { readonly positional?: boolean }): CategorySetting => ({
  kind: "category",
  summary,
  ...options,
});

export const quantity = <const O extends Options<QuantitySetting>>(
  dimension: QuantitySetting["dimension"],
  summary: string,
  options?: O,
) =>
  ({ kind: "quantity", dimension, summary, ...options }) as {
    kind: "quantity";
    dimension: QuantitySetting["dimension"];
    summary: string;
  } & O;

export const text = <const O extends Options<TextSetting>>(summary: string, options?: O) =>
  ({ kind: "text", summary, ...options }) as { kind: "text"; summary: string } & O;

export const texts = <const O extends Options<TextsSetting>>(summary: string, options?: O) =>
  ({ kind: "texts", summary, ...options }) as { kind: "texts"; summary: string } & O;

export const choices = <const C extends string, const O extends Options<ChoicesSetting<NoInfer<C>>>>(
  known: readonly C[],
  summary: string,
  options?: O,
) => ({ kind: "choices", choices: known, summary, ...options }) as ChoicesSetting<C> & O;
