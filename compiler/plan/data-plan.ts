import type { Span } from "../../diagnostics/source.ts";

/** A checked `data` declaration: where records come from and what each field is. */
export interface DataPlan {
  readonly name: string;
  /** As written: a path relative to the source file, or a glob. CSV, JSON Lines or Parquet by its ending. */
  readonly from: string;
  readonly fromSpan: Span;
  readonly fields: readonly DataField[];
  /** The column whose values are `train`, `validation` and `test`. */
  readonly split: { readonly column: string; readonly span: Span };
}

export interface DataField {
  /** The model's input or output that this field is. */
  readonly name: string;
  readonly span: Span;
  /** `column`: the cell itself; `file`: the cell names a file relative to the table. */
  readonly source: "column" | "file";
  readonly column: string;
  /** Applied from left to right. */
  readonly transforms: readonly Transform[];
}

/** What may be done to a cell before it is encoded. */
export const TRANSFORMS = ["lowercase", "trim"] as const;
export type Transform = (typeof TRANSFORMS)[number];
