import type { DataField, DataPlan, Transform } from "../../compiler/plan/data-plan.ts";
import {
  type InputPart,
  type InputSpec,
  lengthFeed,
  type OutputSpec,
} from "../../compiler/plan/interface.ts";
import type { Axis, ValueType } from "../../compiler/types/value-type.ts";

/** A place in a source file that no test looks at. */
export const SPAN = { file: "main.fuse", start: 0, end: 4 };

const TYPE: ValueType = {
  kind: { name: "signal" },
  axes: [],
  range: { name: "unbounded" },
  presence: "always",
  mixing: "independent",
};

type Options = Partial<Pick<InputSpec, "optional" | "span">>;

function input(
  name: string,
  own: Pick<InputSpec, "modality" | "settings"> & { readonly values: Pick<InputPart, "dtype" | "shape"> },
  { optional = false, span = SPAN }: Options = {},
  axes: readonly Axis[] = [],
): InputSpec {
  const { modality, settings, values } = own;
  const type: ValueType = { ...TYPE, axes, presence: optional ? "optional" : "always" };
  const ragged = axes.filter((axis) => axis.ragged !== undefined);
  return {
    name,
    span,
    modality,
    settings,
    parts: [{ feed: name, ...values, type }],
    lengths: Object.fromEntries(ragged.map((axis) => [axis.name, lengthFeed(axis.ragged!)])),
    optional,
    ...(optional ? { presence: `${name}/present` } : {}),
  };
}

export function vectorInput(name: string, size: number, options: Options = {}): InputSpec {
  const values = { dtype: "float32", shape: [size] } as const;
  return input(name, { modality: "vector", settings: { size }, values }, options);
}

export function seriesInput(
  name: string,
  samples: number,
  channels: number,
  options: Options = {},
): InputSpec {
  const values = { dtype: "float32", shape: [samples, channels] } as const;
  return input(name, { modality: "series", settings: { samples, channels }, values }, options);
}

/** Points of so many numbers, of which a record has up to `count`. */
export function pointsInput(name: string, count: number, channels: number): InputSpec {
  const values = { dtype: "float32", shape: [count, channels] } as const;
  const axes = [{ name: "point", size: count, ragged: name }];
  return input(name, { modality: "points", settings: { points: count, channels }, values }, {}, axes);
}

/** Frames of one gray pixel. */
export function videoInput(name: string, frames: number): InputSpec {
  const values = { dtype: "uint8", shape: [frames, 1, 1, 1] } as const;
  return input(name, {
    modality: "video",
    settings: { height: 1, width: 1, channels: "gray", frames },
    values,
  });
}

export function imageInput(name: string, height: number, width: number, channels: 1 | 3 | 4): InputSpec {
  const model = { 1: "gray", 3: "rgb", 4: "rgba" }[channels];
  const values = { dtype: "uint8", shape: [height, width, channels] } as const;
  return input(name, { modality: "image", settings: { height, width, channels: model }, values });
}

export function textInput(name: string, words: number, vocabulary: number, options: Options = {}): InputSpec {
  const values = { dtype: "int32", shape: [words] } as const;
  const axes = [{ name: "word", size: words, ragged: name }];
  return input(name, { modality: "text", settings: { words, vocabulary }, values }, options, axes);
}

/** An input of several values. */
const inParts = (
  name: string,
  own: Pick<InputSpec, "modality" | "settings">,
  parts: readonly (Pick<InputPart, "dtype" | "shape"> & { readonly name: string })[],
  lengths: InputSpec["lengths"] = {},
): InputSpec => ({
  name,
  span: SPAN,
  ...own,
  parts: parts.map((part) => ({ ...part, feed: `${name}/${part.name}`, type: TYPE })),
  lengths,
  optional: false,
});

export const tabularInput = (name: string, numbers: number, categories: readonly number[]): InputSpec =>
  inParts(name, { modality: "tabular", settings: { numbers, categories } }, [
    ...(numbers === 0 ? [] : [{ name: "numbers", dtype: "float32", shape: [numbers] } as const]),
    { name: "categories", dtype: "int32", shape: [categories.length] },
  ]);

export const graphInput = (name: string, nodes: number, channels: number, directed: boolean): InputSpec =>
  inParts(
    name,
    { modality: "graph", settings: { nodes, channels, directed } },
    [
      { name: "nodes", dtype: "float32", shape: [nodes, channels] },
      { name: "edges", dtype: "float32", shape: [nodes, nodes] },
    ],
    { node: lengthFeed(name) },
  );

export function categoryOutput(name: string, labels: readonly string[]): OutputSpec {
  return {
    name,
    span: SPAN,
    kind: "category",
    category: { name: "Group", labels },
    target: { dtype: "int32", shape: [] },
  };
}

/** A field as tests write it: the column it comes from, or more of it. */
type FieldSketch =
  | string
  | (Partial<Omit<DataField, "source" | "transforms">> & {
      readonly source?: "file" | DataField["source"];
      readonly transforms?: readonly (Transform["kind"] | Transform)[];
    });

/** A data declaration whose fields are columns (or files) of their own names. */
export function dataPlan(from: string, fields: Readonly<Record<string, FieldSketch>>): DataPlan {
  return {
    name: "Data",
    from: { kind: "files", path: from },
    fromSpan: SPAN,
    joins: [],
    fields: Object.entries(fields).map(([name, sketch]): DataField => {
      const { source, transforms = [], ...rest } = typeof sketch === "string" ? {} : sketch;
      const column = typeof sketch === "string" ? sketch : name;
      return {
        name,
        span: SPAN,
        source: source === "file" ? { kind: "file", column } : (source ?? { kind: "column", column }),
        transforms: transforms.map((one) => (typeof one === "string" ? ({ kind: one } as Transform) : one)),
        ...rest,
      };
    }),
    split: { kind: "column", column: "split", span: SPAN },
    unreadable: "stop",
  };
}
