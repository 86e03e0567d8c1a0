import { existsSync } from "node:fs";
import { Ajv } from "ajv";
import type { Variable } from "../../compiler/graph/graph.ts";
import type { StoredTally } from "../evaluate/tally.ts";
import { failure } from "../failure.ts";
import { readSafetensors, writeSafetensors } from "../files/safetensors.ts";
import type { VariableValues } from "../model/backend.ts";
import { misfit, requireFit } from "../model/fit-weights.ts";

/**
 * Where a run stands, beside the values of its variables, which include the optimizer's memory, the batch statistics
 * and the step. The order of the rows follows from the seed and the epoch, the schedule from the step.
 */
export interface RunState {
  readonly format: 2;
  /** Steps taken. */
  readonly step: number;
  /** Whole epochs through. */
  readonly epoch: number;
  /** Where a training has phases: which stretch of it this is, from 0, and the whole epochs before it. */
  readonly leg?: { readonly number: number; readonly after: number };
  /** Rows of the present epoch that were trained on, and what was counted of them. */
  readonly rows: number;
  /** Sum of the losses of these rows. */
  readonly loss: number;
  /** The same of each of several terms. */
  readonly terms: Readonly<Record<string, number>>;
  /** By output. */
  readonly tallies: Readonly<Record<string, StoredTally>>;
  /** The best epoch so far, of the present stretch. */
  readonly best?: BestEpoch;
  /** Whether the run has come to its end by itself. */
  readonly ended?: "finished" | "stalled";
  /** Bytes of the file of metrics that belong to this state. */
  readonly metrics: number;
  /** Seconds in training, and those of them in which it waited for rows. */
  readonly seconds: number;
  readonly waiting?: number;
}

export interface BestEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly metric: string;
  readonly value: number;
}

export interface Checkpoint {
  readonly state: RunState;
  readonly values: VariableValues;
}

const count = { type: "integer", minimum: 0 } as const;

const isState = new Ajv({ meta: false, validateSchema: false }).compile<RunState>({
  type: "object",
  required: ["format", "step", "epoch", "rows", "loss", "terms", "tallies", "metrics", "seconds"],
  properties: {
    format: { const: 2 },
    step: count,
    epoch: count,
    leg: {
      type: "object",
      required: ["number", "after"],
      properties: { number: count, after: count },
      additionalProperties: false,
    },
    rows: count,
    loss: { type: "number" },
    terms: { type: "object", additionalProperties: { type: "number" } },
    tallies: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["rows", "sums"],
        properties: {
          rows: count,
          sums: {
            type: "array",
            items: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
          },
        },
      },
    },
    best: {
      type: "object",
      required: ["epoch", "metric", "value"],
      properties: { epoch: count, metric: { type: "string" }, value: { type: "number" } },
    },
    ended: { enum: ["finished", "stalled"] },
    metrics: count,
    waiting: { type: "number", minimum: 0 },
    seconds: { type: "number" },
  },
  additionalProperties: false,
});

const STATE = "state";

/** Writes all of the state in one atomic rename. */
export function writeCheckpoint(path: string, { state, values }: Checkpoint): void {
  writeSafetensors(path, { tensors: values, metadata: { [STATE]: JSON.stringify(state) } });
}

/**
 * Reads a checkpoint of a model with these variables.
 *
 * @throws RuntimeFailure `checkpoint-missing`, `checkpoint-mismatch`, `safetensors-invalid`
 */
export function readCheckpoint(path: string, variables: readonly Variable[]): Checkpoint {
  if (!existsSync(path)) {
    throw failure("checkpoint-missing", {
      message: `there is no ${path}`,
      help: "The run was ended before its first checkpoint. Train again, or continue it with `fusewire train --resume`.",
    });
  }
  const { tensors, metadata } = readSafetensors(path);
  requireFit(path, tensors, variables);
  const state = parsed(metadata[STATE]);
  if (!isState(state)) throw misfit(path, "its state is not what this version writes");
  return { state, values: tensors };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
