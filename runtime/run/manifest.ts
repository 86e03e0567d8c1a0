import { existsSync } from "node:fs";
import { Ajv } from "ajv";
import type { RateRange } from "../../compiler/lower/range.ts";
import type { Fitted } from "../data/encoders/define.ts";
import type { SplitName } from "../data/split-names.ts";
import { readJson, writeJson } from "../files/json.ts";
import { BACKEND_TITLES, type EngineFacts } from "../model/backend.ts";
import type { RunLayout } from "./layout.ts";

/** What a run was asked to do. */
export interface RunManifest {
  readonly format: 1;
  readonly model: string;
  /** The source file, below `source/` and below the project folder. */
  readonly entry: string;
  /** The project folder, to which the data's path leads, relative to the run's. */
  readonly project: string;
  readonly seed: number;
  /** Of all phases together, where there are any. */
  readonly epochs: number;
  /** Of each phase, where that was asked for in place of what they declare. */
  readonly phaseEpochs?: number;
  readonly batch: number;
  /** Threads inside an operation, where they were asked for. */
  readonly threads?: number;
  /** Where it only tries learning rates, from one to another in so many steps. */
  readonly range?: RateRange;
  readonly versions: { readonly fusewire: string; readonly node: string };
  readonly created: string;
}

/** What the run was trained on, so that other data is noticed. */
export interface RunData {
  readonly splits: Readonly<Record<SplitName, { readonly rows: number; readonly hash: string }>>;
  /** By input. */
  readonly fitted: Readonly<Record<string, Fitted>>;
}

/** The engine of one of the times that a run was started. */
export interface EngineUse extends EngineFacts {
  readonly fromStep: number;
}

const ajv = new Ajv({ allowUnionTypes: true, meta: false, validateSchema: false });

const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;

const isManifest = ajv.compile<RunManifest>({
  type: "object",
  required: ["format", "model", "entry", "project", "seed", "epochs", "batch", "versions", "created"],
  properties: {
    format: { const: 1 },
    model: text,
    entry: text,
    project: text,
    seed: count,
    epochs: { type: "integer", minimum: 1 },
    phaseEpochs: { type: "integer", minimum: 1 },
    batch: { type: "integer", minimum: 1 },
    threads: { type: "integer", minimum: 1 },
    range: {
      type: "object",
      required: ["from", "to", "steps"],
      properties: { from: { type: "number" }, to: { type: "number" }, steps: count },
      additionalProperties: false,
    },
    versions: { type: "object", required: ["fusewire", "node"], properties: { fusewire: text, node: text } },
    created: text,
  },
  additionalProperties: false,
});

const split = {
  type: "object",
  required: ["rows", "hash"],
  properties: { rows: count, hash: text },
} as const;

const isData = ajv.compile<RunData>({
  type: "object",
  required: ["splits", "fitted"],
  properties: {
    splits: {
      type: "object",
      required: ["train", "validation", "test"],
      properties: { train: split, validation: split, test: split },
      additionalProperties: false,
    },
    fitted: { type: "object", additionalProperties: { type: "object" } },
  },
  additionalProperties: false,
});

const engineUse = {
  type: "object",
  required: ["fromStep", "backend", "version", "package", "devices"],
  properties: {
    fromStep: count,
    backend: { type: "string", enum: Object.keys(BACKEND_TITLES) },
    version: text,
    package: text,
    devices: { type: "array", items: text },
    oneDNN: { type: "boolean" },
    threads: {
      type: "object",
      required: ["intra", "inter"],
      properties: { intra: { type: "integer" }, inter: { type: "integer" } },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
} as const;

const isEngines = ajv.compile<readonly EngineUse[]>({ type: "array", items: engineUse });

/** @throws RuntimeFailure `run-invalid` */
export const readManifest = ({ manifest }: RunLayout): RunManifest => readJson(manifest, isManifest);
export const writeManifest = ({ manifest }: RunLayout, value: RunManifest): void =>
  writeJson(manifest, value);

/** Nothing where the run was ended before it had read its data. */
export const readRunData = ({ data }: RunLayout): RunData | undefined =>
  existsSync(data) ? readJson(data, isData) : undefined;
/**
 * What the encoders learned, by input, of a run that has weights.
 *
 * @throws RuntimeFailure `run-invalid`
 */
export const readFitted = ({ data }: RunLayout): Readonly<Record<string, Fitted>> =>
  readJson(data, isData).fitted;
export const writeRunData = ({ data }: RunLayout, value: RunData): void => writeJson(data, value);

export const readEngines = ({ engines }: RunLayout): readonly EngineUse[] =>
  existsSync(engines) ? readJson(engines, isEngines) : [];
export const writeEngines = ({ engines }: RunLayout, value: readonly EngineUse[]): void =>
  writeJson(engines, value);
