import type { Span } from "../../diagnostics/source.ts";
import type { Category, ValueType } from "../types/value-type.ts";

/** What a compiled model takes and gives, as its callers see it. */
export interface ModelInterface {
  readonly model: string;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
}

/** One input: how a record's field becomes tensors. */
export interface InputSpec {
  readonly name: string;
  readonly documentation?: string;
  readonly span: Span;
  /** `text`, `image`, `vector`, …: a key of the modality table. */
  readonly modality: string;
  /** The settings the author gave the modality, resolved: `{ words: 8, vocabulary: 2000 }`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The values that the input is: one, or several by name. */
  readonly parts: readonly InputPart[];
  readonly optional: boolean;
  /**
   * The int32 `[B]` feeds that say how many places of its ragged axes each row fills, by the first axis that is filled
   * so.
   */
  readonly lengths: Readonly<Record<string, string>>;
  /** For an optional input, the name of the float32 `[B]` feed that is 1 where the row has it. */
  readonly presence?: string;
}

/** One value of an input, and the tensor that is fed for it. */
export interface InputPart {
  /** What the author reads it by, behind the input's name; left out where the input is this one value. */
  readonly name?: string;
  /** The name of its feed `[B, …shape]`: `face`, `patient/numbers`. */
  readonly feed: string;
  readonly dtype: "float32" | "int32" | "uint8";
  readonly shape: readonly number[];
  /** All sizes are numbers. */
  readonly type: ValueType;
}

/** What an output is, by its kind: a file of `compiler/outputs`. */
export type OutputType =
  | { readonly kind: "category"; readonly category: Category }
  | { readonly kind: "number" }
  | { readonly kind: "vector"; readonly size: number }
  | { readonly kind: "set"; readonly category: Category }
  | { readonly kind: "ordered"; readonly category: Category }
  | {
      readonly kind: "sequence";
      readonly category: Category;
      /** Steps that are read, and labels that there are at most. */
      readonly steps: number;
      readonly length: number;
    };

export type OutputKindName = OutputType["kind"];

/** The tensor that holds the targets of an output: `[B, …]` with these sizes and elements. */
export interface TargetSpec {
  readonly dtype: "float32" | "int32";
  readonly shape: readonly number[];
}

/** What is made of the targets of the training rows before the first step: a number for each label, or for each number of a target. */
export type FitRule =
  /** `N / (K n)` for a label that n of N rows have, of K that occur; 1 for those that do not. */
  | "class_weights"
  /** Rows without the label for each row with it; 1 where either is missing. */
  | "positive_weights"
  /** Their mean. */
  | "target_mean"
  /** Their standard deviation; 1 where all are equal. */
  | "target_deviation";

/** One output: what is predicted comes under `name`, and targets are fed under the same name when training. */
export type OutputSpec = OutputType & {
  readonly name: string;
  readonly documentation?: string;
  readonly span: Span;
  readonly target: TargetSpec;
};

/** The feed that tells how many places of a ragged axis each row fills, by the axis's `ragged` name. */
export const lengthFeed = (ragged: string): string => `${ragged}/length`;
