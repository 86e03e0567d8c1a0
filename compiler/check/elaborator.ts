import { type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { BlockItem, Expression } from "../../grammar/ast.ts";
import type { OperatorName } from "../operators/index.generated.ts";
import type { ValueType } from "../types/value-type.ts";
import { DEPTH_LIMIT, type Session, STEP_LIMIT } from "./session.ts";
import {
  type BlockSettings,
  type DeclaredWeight,
  POISON,
  type Scope,
  type TypedValue,
  type Value,
} from "./values.ts";

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

/** One use of a block in a model: the applications from `from` to before `to`, in their order, are written out for it. */
export interface BlockUse {
  readonly block: BlockItem;
  /** As of an application: uses of one instance share it. */
  readonly path: string;
  readonly span: Span;
  /** What the parameters stand for. */
  readonly given: BlockSettings;
  readonly result: Value;
  readonly from: number;
  readonly to: number;
}

/** A place on the way to where an error is found: the use of a block, a turn of a `for`. */
interface Step {
  readonly span: Span;
  readonly text: string;
}

/**
 * The state of checking one body. Evaluating an expression records the operators it applies and reports what is
 * wrong with it.
 */
export interface Elaborator {
  readonly applications: readonly Application[];
  /** An inner use stands before the one around it. */
  readonly uses: BlockUse[];
  /** What the author calls values first, by their ids. */
  readonly called: Map<number, string>;
  report(finding: Diagnostic): void;
  /** Errors reported so far. */
  errors(): number;
  /** The source text of a span, on one line and not too long. */
  words(span: Span): string;
  evaluate(expression: Expression, scope: Scope): Value;
  /** Makes a value of the model, with `weight` a declared weight's. */
  value(type: ValueType, span: Span, weight?: DeclaredWeight): TypedValue;
  record(application: Application): void;
  /** What was recorded first at a path, whose weights another use of the same instance shares. */
  recorded(path: string): Application | undefined;
  /** A path below the present one that no other use has. */
  path(name: string): string;
  /** A name for how an axis is filled that no other axis of the body has. */
  fresh(axis: string): string;
  /** Everything that `work` does happens below `path`; with `again`, names there count from the start. */
  below<T>(path: string, again: boolean, work: () => T): T;
  /** Findings inside `work` also show `step`. */
  via<T>(step: Step, work: () => T): T;
  /** Counts steps of work; false, after reporting once, when the project takes more than the limit. */
  spend(span: Span, steps: number): boolean;
  /** Does `work`, which stands `levels` deeper; undefined, after reporting once, where that is too deep. */
  deeper<T>(span: Span, levels: number, work: () => T): T | undefined;
  /** Blocks being expanded, the innermost last. */
  readonly expanding: BlockItem[];
  /** Axes that pass through the block being expanded: of what it is handed and gives, its types do not speak of them. */
  readonly passing: string[];
  /** Places that every ragged axis of an input has more than declared. */
  readonly padding: number;
}

/** Starts the checking of one body. `evaluate` is handed in because expressions and calls refer to each other. */
export function createElaborator(
  session: Session,
  evaluate: (elaborator: Elaborator, expression: Expression, scope: Scope) => Value,
): Elaborator {
  const applications: Application[] = [];
  const byPath = new Map<string, Application>();
  const steps: Step[] = [];
  let values = 0;
  let fillings = 0;
  let errors = 0;
  let depth = 0;
  let prefix = "";
  let ordinals = new Map<string, number>();

  const descend = (span: Span, levels: number): boolean => {
    if (depth + levels <= DEPTH_LIMIT) {
      depth += levels;
      return true;
    }
    if (session.tooDeep) errors++;
    else elaborator.report(diagnostic("nesting_limit", span, { limit: DEPTH_LIMIT }));
    session.tooDeep = true;
    return false;
  };

  const elaborator: Elaborator = {
    applications,
    uses: [],
    called: new Map(),
    expanding: [],
    passing: [],
    padding: session.padding,
    report(finding) {
      if (finding.severity === "error") errors++;
      const via = ends([...steps].reverse());
      session.report(via.length === 0 ? finding : { ...finding, related: [...finding.related, ...via] });
    },
    errors: () => errors,
    words: (span) => shorten(session.sources.get(span.file)?.text ?? "", span),
    evaluate(expression, scope) {
      if (!elaborator.spend(expression.span, 1) || !descend(expression.span, 1)) return POISON;
      const value = evaluate(elaborator, expression, scope);
      depth--;
      return value;
    },
    value: (type, span, weight) => ({ id: values++, type, span, ...(weight && { weight }) }),
    record(application) {
      applications.push(application);
      if (!byPath.has(application.path)) byPath.set(application.path, application);
    },
    recorded: (path) => byPath.get(path),
    path(name) {
      const base = prefix === "" ? name : `${prefix}/${name}`;
      const count = (ordinals.get(base) ?? 0) + 1;
      ordinals.set(base, count);
      return count === 1 ? base : `${base}_${count}`;
    },
    fresh: (axis) => `${axis}#${fillings++}`,
    below(path, again, work) {
      const outer = { prefix, ordinals };
      prefix = path;
      if (again) ordinals = new Map();
      const result = work();
      ({ prefix, ordinals } = outer);
      return result;
    },
    via(step, work) {
      steps.push(step);
      const result = work();
      steps.pop();
      return result;
    },
    spend(span, count) {
      if (session.steps === 0) {
        errors++;
        return false;
      }
      session.steps = Math.max(0, session.steps - count);
      if (session.steps > 0) return true;
      elaborator.report(diagnostic("expansion_limit", span, { limit: STEP_LIMIT }));
      return false;
    },
    deeper(span, levels, work) {
      if (!descend(span, levels)) return undefined;
      const result = work();
      depth -= levels;
      return result;
    },
  };
  return elaborator;
}

/** Of a long way to where an error is, its beginning and its end. */
const ends = <T>(way: readonly T[], each = 4): readonly T[] =>
  way.length <= 2 * each ? way : [...way.slice(0, each), ...way.slice(-each)];

/** How much of a long text is looked at to show its beginning. */
const LOOKED_AT = 200;
const SHOWN = 40;

function shorten(text: string, { start, end }: Span): string {
  const line = text
    .slice(start, Math.min(end, start + LOOKED_AT))
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN - 1)}…`;
}
