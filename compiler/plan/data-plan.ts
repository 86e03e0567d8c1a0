import type { Span } from "../../diagnostics/source.ts";
import type { fieldSources, SourceName } from "../data/sources.ts";
import type { SplitKind, splits } from "../data/splits.ts";
import type { TransformName, transforms } from "../data/transforms.ts";
import type { SettingValues } from "../operators/settings.ts";

/** A checked `data` declaration: where records come from and what each field is. */
export interface DataPlan {
  readonly name: string;
  readonly from: TableSource;
  readonly fromSpan: Span;
  /** From left to right. */
  readonly joins: readonly JoinPlan[];
  readonly fields: readonly DataField[];
  readonly split: SplitPlan;
  /** Whether a record that cannot be read stops the run, or is told, counted and left out. */
  readonly unreadable: Unreadable;
}

/** All paths are as written: relative to the source file. */
export type TableSource =
  /** A table, or the tables or other files that a glob matches. */
  | { readonly kind: "files"; readonly path: string }
  /** A query over files, which it knows by these names. */
  | { readonly kind: "query"; readonly sql: string; readonly tables: Readonly<Record<string, string>> };

/** Another table, whose columns are added to the rows with the same key. */
export interface JoinPlan {
  readonly path: string;
  /** The column that both tables have. */
  readonly by: string;
  readonly span: Span;
}

export const UNREADABLE = ["stop", "skip"] as const;
export type Unreadable = (typeof UNREADABLE)[number];

export interface DataField {
  /** The model's input or output that this field is. */
  readonly name: string;
  readonly span: Span;
  readonly source: FieldSource;
  /** Applied from left to right. */
  readonly transforms: readonly Transform[];
}

/** Where a field's values come from, with the settings that are declared for it. */
export type FieldSource = {
  [K in SourceName]: { readonly kind: K } & SettingValues<(typeof fieldSources)[K]["settings"], number>;
}[SourceName];

/** What is done to a field before the model sees it. */
export type Transform = {
  [K in TransformName]: { readonly kind: K } & SettingValues<(typeof transforms)[K]["settings"], number>;
}[TransformName];

/** How rows become training, validation and test rows. */
export type SplitPlan = {
  [K in SplitKind]: { readonly kind: K; readonly span: Span } & SettingValues<
    (typeof splits)[K]["settings"],
    number
  >;
}[SplitKind];

/** The columns of the table that a source reads. */
export function columnsOf(source: FieldSource): readonly string[] {
  switch (source.kind) {
    case "column":
    case "file":
      return [source.column];
    case "columns":
      return source.columns;
    case "rows":
      return source.at === undefined ? [] : [source.at];
    case "readings":
      return source.file === undefined ? [source.time, ...source.columns] : [source.file];
  }
}
