import type { Related } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { failure, type RuntimeFailure } from "../failure.ts";

/** One thing that is wrong with a record. */
export interface RecordProblem {
  /** The field it lies in; undefined where it is the record itself. */
  readonly field?: string;
  /** Says what is wrong, so that it can follow `name: `. */
  readonly message: string;
  readonly help: string;
  /** The declaration of the input that the record violates. */
  readonly span?: Span;
}

/** A record that does not fit its model, with all that is wrong with it. */
export interface RecordFailure extends RuntimeFailure {
  readonly reason: "record-invalid";
  /** Its place among the records that were given, from 0. */
  readonly record: number;
  readonly problems: readonly RecordProblem[];
  /** Others that do not fit, among those that were looked at with it. */
  readonly others: readonly number[];
  /** The other inputs that the record violates. */
  readonly related: readonly Related[];
}

/**
 * A failure that tells all problems of a record: `record 3, name: must be a text, not a number`.
 *
 * @param problems at least one
 * @param others the places of further records that do not fit
 */
export function recordFailure(
  record: number,
  problems: readonly RecordProblem[],
  others: readonly number[] = [],
): RecordFailure {
  const told = problems.map((problem) => ({ ...problem, text: sentence(problem) }));
  const separator = problems[0]?.field === undefined ? ": " : ", ";
  const message = `record ${record + 1}${separator}${told.map(({ text }) => text).join("; ")}`;
  const help = [...new Set(problems.map((problem) => problem.help)), ...alsoWrong(others)].join("\n");
  const [first, ...related] = told.flatMap(({ span, text }) => (span === undefined ? [] : [{ span, text }]));
  return Object.assign(failure("record-invalid", { message, help }, { span: first?.span }), {
    reason: "record-invalid" as const,
    record,
    problems,
    others,
    related,
  });
}

const NAMED = 5;

function alsoWrong(others: readonly number[]): string[] {
  if (others.length === 0) return [];
  const named = others.slice(0, NAMED).map((record) => record + 1);
  const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : "";
  return [
    others.length === 1
      ? `Record ${named[0]} does not fit either.`
      : `Records ${named.join(", ")}${more} do not fit either.`,
  ];
}

function sentence({ field, message }: RecordProblem): string {
  return field === undefined ? message : `${field}: ${message}`;
}
