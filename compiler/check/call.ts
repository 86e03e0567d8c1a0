import type { Span } from "../../diagnostics/source.ts";
import type { Argument } from "../../grammar/ast.ts";
import type { Value } from "./values.ts";

/** Something handed in, and where it was written. */
export interface Given {
  readonly value: Value;
  readonly span: Span;
}

/** A call as it stands in the source; `piped` is what `|>` hands in. */
export interface Call {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly piped?: Given;
  readonly arguments: readonly Argument[];
}
