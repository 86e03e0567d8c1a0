import type { InputSpec, ModelInterface, OutputSpec } from "../../../compiler/plan/interface.ts";

/** Names and labels of the source, which may be any text, as keys and types. */
const quoted = (text: string): string => JSON.stringify(text);

/** The field of a record, by modality. */
const FIELDS: Readonly<Record<string, string>> = {
  text: "string",
  image: "Picture",
  graph: "{ nodes: number[][]; edges: number[][] }",
  tabular: "(number | string | boolean)[]",
};

const labels = (output: OutputSpec): string =>
  "category" in output ? output.category.labels.map(quoted).join(" | ") : "never";

/** What is told of an output in a row to learn from, and what is predicted for it, by kind. */
const OUTPUTS: {
  readonly [K in OutputSpec["kind"]]: readonly [
    target: (l: string) => string,
    decision: (l: string) => string,
  ];
} = {
  category: [(l) => l, (l) => `{ label: ${l}; probabilities: Record<${l}, number> }`],
  ordered: [(l) => l, (l) => `{ label: ${l}; probabilities: Record<${l}, number> }`],
  set: [(l) => `(${l})[]`, (l) => `{ labels: (${l})[]; probabilities: Record<${l}, number> }`],
  sequence: [(l) => `(${l})[]`, (l) => `{ sequence: (${l})[] }`],
  number: [() => "number", () => "{ value: number }"],
  vector: [() => "number[]", () => "{ values: number[] }"],
};

const input = ({ name, modality, optional, parts }: InputSpec): string => {
  const lists = "[]".repeat(parts[0]?.shape.length ?? 1);
  return `  ${quoted(name)}${optional ? "?" : ""}: ${FIELDS[modality] ?? `number${lists}`};`;
};

/** The types of a module for a page. */
export const browserTypes = ({ inputs, outputs }: ModelInterface): string => `/** A record. */
export interface Input {
${inputs.map(input).join("\n")}
}

/** What a row to learn from tells beside its record. */
export interface Target {
${outputs.map((o) => `  ${quoted(o.name)}: ${OUTPUTS[o.kind][0](labels(o))};`).join("\n")}
}

/** What is predicted for a record. */
export interface Prediction {
${outputs.map((o) => `  ${quoted(o.name)}: ${OUTPUTS[o.kind][1](labels(o))};`).join("\n")}
}

/** A picture: one that a page shows, a file, or its pixels. */
export type Picture =
  | HTMLImageElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap
  | Blob
  | { data: Uint8Array | Uint8ClampedArray; width: number; height: number };

export type Backend = "webgpu" | "webgl" | "wasm" | "cpu";

export interface Model {
  readonly backend: Backend;
  predict(record: Input): Promise<Prediction>;
  predictAll(records: readonly Input[]): Promise<Prediction[]>;
  /** Gives the loss of every step. */
  train(
    rows: readonly (Input & Target)[],
    options: {
      steps: number;
      batch?: number;
      seed?: number;
      /** Begin from weights drawn anew. */
      anew?: boolean;
      onStep?: (step: { step: number; loss: number }) => unknown;
    },
  ): Promise<number[]>;
  /** In the form of weights.safetensors. */
  weights(): Promise<Blob>;
  close(): void;
}

export declare function load(options?: {
  /** The first of these that the page has; by default webgpu, webgl, wasm, cpu. */
  backend?: Backend | readonly Backend[];
  weights?: ArrayBuffer | Uint8Array | URL | string;
}): Promise<Model>;
`;
