import type { Span } from "../../diagnostics/source.ts";
import type { LossName } from "../losses/index.generated.ts";
import type { BalanceName } from "../plan/balances.ts";
import type { OutputSpec } from "../plan/interface.ts";
import type { Chosen } from "./choose.ts";
import type { Elaborator } from "./elaborator.ts";
import type { TypedModel } from "./model.ts";
import type { Scope, TypedValue } from "./values.ts";

/** One part of what is minimised. */
export interface LossTerm {
  /** The author's name for it; of a single loss, `loss`. */
  readonly name: string;
  readonly weight: number;
  readonly loss: LossName;
  /** The values that it is of. */
  readonly values: readonly TypedValue[];
  /** The output whose targets it is held against, if any. */
  readonly output?: OutputSpec;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly span: Span;
}

/** What is minimised. */
export interface Minimise {
  readonly terms: readonly LossTerm[];
  readonly balance: Chosen<BalanceName>;
}

/** What terms are read in; the model is undefined where it has errors. */
export interface TermReading {
  readonly e: Elaborator;
  readonly scope: Scope;
  readonly model: TypedModel | undefined;
}
