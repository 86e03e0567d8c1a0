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
  /** The other inputs that the record violates. */
  readonly related: readonly Related[];
}

/**
 * A failure that tells all problems of a record: `record 3, name: must be a text, not a number`.
 *
 * @param problems at least one
 */
export function recordFailure(record: number, problems: readonly RecordProblem[]): RecordFailure {
  const told = problems.map((problem) => ({ ...problem, text: sentence(problem) }));
  const separator = problems[0]?.field === undefined ? ": " : ", ";
  const message = `record ${record + 1}${separator}${told.map(({ text }) => text).join("; ")}`;
  const help = [...new Set(problems.map((problem) => problem.help))].join("\n");
  const [first, ...related] = told.flatMap(({ span, text }) => (span === undefined ? [] : [{ span, text }]));
  return Object.assign(failure("record-invalid", { message, help }, { span: first?.span }), {
    reason: "record-invalid" as const,
    record,
    problems,
    related,
  });
}

function sentence({ field, message }: RecordProblem): string {
  return field === undefined ? message : `${field}: ${message}`;
}
