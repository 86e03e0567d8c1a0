import type { Source, Span } from "../diagnostics/source.ts";

/** A failure that the user can do something about: what was found, and what to do. */
export interface RuntimeFailure extends Error {
  readonly name: "RuntimeFailure";
  /** Stable: scripts and tests may rely on it, the sentences may change. */
  readonly reason: FailureReason;
  readonly help: string;
  /** The line of the source that it concerns, where there is one. */
  readonly span?: Span;
  /** The sources that the span lies in. */
  readonly sources?: readonly Source[];
}

export const FAILURE_REASONS = [
  // Data
  "data-missing",
  "data-format",
  "data-unreadable",
  "column-missing",
  "query-invalid",
  "join-ambiguous",
  "split-unknown",
  "split-empty",
  "cell-missing",
  "cell-invalid",
  "label-unknown",
  "file-missing",
  "image-unreadable",
  "file-unreadable",
  "rows-file-failed",
  "modality-unsupported",
  "data-changed",
  // Files of a run
  "safetensors-invalid",
  "run-exists",
  "run-missing",
  "run-invalid",
  "run-locked",
  "checkpoint-missing",
  "checkpoint-mismatch",
  // Evaluating
  "inputs-not-optional",
  // Comparing
  "not-comparable",
  "interrupted",
  // Verifying
  "model-unknown",
  // Training
  "not-trainable",
  "loss-not-finite",
  "training-crashed",
  "feeder-failed",
  // Computing on a backend of tfjs
  "backend-lacks-kernel",
  "backend-missing",
  "model-unreadable",
  // Computing on ONNX Runtime
  "onnx-unavailable",
  "onnx-failed",
  // Predicting
  "record-invalid",
  // Building
  "folder-exists",
  "file-exists",
  "not-trained",
  "target-limit",
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

interface Words {
  /** One plain sentence without a final full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

export function failure(
  reason: FailureReason,
  { message, help }: Words,
  more: { readonly span?: Span | undefined; readonly cause?: unknown } = {},
): RuntimeFailure {
  const error = new Error(message, more.cause === undefined ? undefined : { cause: more.cause });
  return Object.assign(error, {
    name: "RuntimeFailure" as const,
    reason,
    help,
    ...(more.span === undefined ? {} : { span: more.span }),
  });
}

export function isRuntimeFailure(value: unknown): value is RuntimeFailure {
  return value instanceof Error && value.name === "RuntimeFailure";
}

/** Does work that may fail over a line of these sources, and has the failure carry them, so that it can be shown. */
export async function failingIn<T>(sources: readonly Source[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isRuntimeFailure(error) && error.span !== undefined) Object.assign(error, { sources });
    throw error;
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
