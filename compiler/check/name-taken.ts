import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier } from "../../grammar/ast.ts";

/** A name that stands for something else already, which `first` defines. */
export function nameTaken(name: Identifier, first: Span): Diagnostic {
  const related = [{ span: first, text: "defined here" }];
  return diagnostic("name_taken", name.span, { name: name.text }, { related });
}
