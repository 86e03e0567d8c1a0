import type { Ops } from "../graph/ops.ts";
import type { Tensor } from "../graph/tensor.ts";
import type { Settings, SettingValues } from "../operators/settings.ts";

/** What a rule sees of a step's records. */
interface Records {
  /** For each optional input, float32 `[B]`: 1 where the record has it. */
  readonly present: readonly Tensor[];
  /** Whether every record has some other input, which is not optional. */
  readonly others: boolean;
  /** Numbers in [0, 1) `[B]` of an optional input's own, drawn anew in every step. */
  draw(input: number): Tensor;
}

/** A rule that makes records lack inputs in training, so that the model learns to do without. */
export interface Drop<S extends Settings = Settings> {
  readonly name: string;
  /** One sentence for completion, hover and the reference. */
  readonly summary: string;
  /** More for the reference: the exact distribution, when to use it. Markdown. */
  readonly documentation?: string;
  readonly settings: S;
  /** For each optional input, float32 `[B]`: 1 where the record has it and keeps it. */
  keep(g: Ops, records: Records, settings: SettingValues<S, number>): readonly Tensor[];
  /** Where the definition is from. */
  readonly source?: string;
  /** A setting of a `train` declaration. */
  readonly example: string;
}

/** A rule whose settings are not known by name, as in a table of all rules. */
export interface AnyDrop extends Omit<Drop, "keep"> {
  keep(g: Ops, records: Records, settings: never): readonly Tensor[];
}

/** Declares a rule, keeping the types of its settings. */
export function drop<const S extends Settings>(declaration: Drop<S>): Drop<S> {
  return declaration;
}
