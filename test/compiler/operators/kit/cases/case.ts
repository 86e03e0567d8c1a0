import type { OperatorName } from "../../../../../compiler/operators/index.generated.ts";
import type { ValueType } from "../../../../../compiler/types/value-type.ts";
import type { Chosen } from "../types.ts";

/** Ways in which an operator can be used: the types of its operands, and its settings. */
export interface Case {
  readonly operands: Readonly<Record<string, ValueType | readonly ValueType[]>>;
  readonly settings?: Chosen;
  /** Weights that move nothing in this case, beside those that its operator declares, each with why. */
  readonly idle?: Readonly<Record<string, string>>;
}

/** Cases of a family's operators. */
export type Cases = Readonly<Partial<Record<OperatorName, readonly Case[]>>>;
