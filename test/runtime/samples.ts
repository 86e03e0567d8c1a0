import type { DataField, DataPlan } from "../../compiler/plan/data-plan.ts";
import { type InputSpec, lengthFeed, type OutputSpec } from "../../compiler/plan/interface.ts";
import type { ValueType } from "../../compiler/types/value-type.ts";

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
  own: Pick<InputSpec, "modality" | "settings" | "values">,
  options: Options,
): InputSpec {
  const { optional = false, span = SPAN } = options;
  return {
    name,
    span,
    type: { ...TYPE, presence: optional ? "optional" : "always" },
    lengths: {},
    ...own,
    optional,
    ...(optional ? { presence: `${name}/present` } : {}),
  };
}

export function vectorInput(name: string, size: number, options: Options = {}): InputSpec {
  return input(
    name,
    { modality: "vector", settings: { size }, values: { dtype: "float32", shape: [size] } },
    options,
  );
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

export function imageInput(name: string, height: number, width: number, channels: 1 | 3 | 4): InputSpec {
  const model = { 1: "gray", 3: "rgb", 4: "rgba" }[channels];
  const values = { dtype: "uint8", shape: [height, width, channels] } as const;
  return input(name, { modality: "image", settings: { height, width, channels: model }, values }, {});
}

export function textInput(name: string, words: number, vocabulary: number, options: Options = {}): InputSpec {
  const values = { dtype: "int32", shape: [words] } as const;
  const text = input(name, { modality: "text", settings: { words, vocabulary }, values }, options);
  return { ...text, lengths: { [name]: lengthFeed(name) } };
}

export function categoryOutput(name: string, labels: readonly string[]): OutputSpec {
  return {
    name,
    span: SPAN,
    kind: "category",
    category: { name: "Group", labels },
    target: { dtype: "int32", shape: [] },
  };
}

/** A data declaration whose fields are columns (or files, given as `file:column`) of their own names. */
export function dataPlan(
  from: string,
  fields: Readonly<Record<string, string | Partial<DataField>>>,
): DataPlan {
  return {
    name: "Data",
    from,
    fromSpan: SPAN,
    fields: Object.entries(fields).map(([name, field]) => ({
      name,
      span: SPAN,
      source: "column",
      column: name,
      transforms: [],
      ...(typeof field === "string" ? { column: field } : field),
    })),
    split: { column: "split", span: SPAN },
  };
}
