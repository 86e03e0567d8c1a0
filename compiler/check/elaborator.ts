import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Expression } from "../../grammar/ast.ts";
import type { OperatorName } from "../operators/index.generated.ts";
import type { Scope } from "./scope.ts";
import type { TypedValue, Value } from "./values.ts";
import type { ValueType } from "../types/value-type.ts";

/** One use of an operator in a model, in the author's words: all types known, nothing computed yet. */
export interface Application {
  readonly operator: OperatorName;
  /** Unique in the model, but equal for uses that share an instance's weights: `sight/ConvNet/conv_2`. */
  readonly path: string;
  readonly span: Span;
  readonly operands: Readonly<Record<string, TypedValue | readonly TypedValue[]>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly result: TypedValue;
}

/** A place on the way to where an error is found: the use of a block, a turn of a `for`. */
export interface Step {
  readonly span: Span;
  readonly text: string;
}

/**
 * The state of checking one body. Evaluating an expression records the operators it applies and reports what is
 * wrong with it.
 */
export interface Elaborator {
  report(finding: Diagnostic): void;
  /** Errors reported so far. */
  errors(): number;
  /** The source text of a span, on one line and not too long. */
  words(span: Span): string;
  evaluate(expression: Expression, scope: Scope): Value;
  /** Makes a value of the model. */
  value(type: ValueType, span: Span): TypedValue;
  record(application: Application): void;
  /** A path below the present one that no other use has. */
  path(name: string): string;
  /** Everything that `work` does happens below `path`; with `again`, names there count from the start. */
  below<T>(path: string, again: boolean, work: () => T): T;
  /** Findings inside `work` also show `step`. */
  via<T>(step: Step, work: () => T): T;
  /** Counts one unit of work; false, after reporting once, when a body takes more than the limit. */
  spend(span: Span): boolean;
  /** Blocks being expanded, the innermost last. */
  readonly expanding: string[];
}
