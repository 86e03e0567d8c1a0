import { type Details, diagnostic } from "../../diagnostics/diagnostic.ts";
import { listNames, nearest } from "../../diagnostics/suggest.ts";
import type { TrainItem } from "../../grammar/ast.ts";
import type { SourceName } from "../data/sources.ts";
import { DATE_PARTS } from "../data/transforms.ts";
import { type ModalityName, modalities } from "../modalities/index.generated.ts";
import type { DataField, DataPlan, Transform } from "../plan/data-plan.ts";
import type { InputSpec, ModelInterface, OutputSpec } from "../plan/interface.ts";
import type { Elaborator } from "./elaborator.ts";

/** Every input and output of the model needs a field of the data, which gives what it takes. */
export function checkFields(
  e: Elaborator,
  item: TrainItem,
  { inputs, outputs }: ModelInterface,
  data: DataPlan,
): void {
  const names = data.fields.map((field) => field.name);
  const fieldOf = (role: string, { name, span }: InputSpec | OutputSpec): DataField | undefined => {
    const field = data.fields.find((one) => one.name === name);
    if (field !== undefined) return field;
    const guess = nearest(name, names);
    const help = guess === undefined ? [] : [`its field \`${guess}\` has a similar name`];
    const related = [{ span, text: `the ${role}` }];
    const at = item.data?.span ?? item.model.span;
    e.report(diagnostic("plan_field_missing", at, { data: data.name, role, name }, { help, related }));
    return undefined;
  };
  for (const input of inputs) {
    const field = fieldOf("input", input);
    if (field !== undefined) checkInput(e, field, input);
  }
  for (const output of outputs) {
    const field = fieldOf("output", output);
    if (field !== undefined) checkOutput(e, field, output);
  }
}

function checkInput(e: Elaborator, field: DataField, input: InputSpec): void {
  const { name, source, transforms } = field;
  const { modality } = input;
  const related = [{ span: input.span, text: "the input" }];
  const refuse = (wanted: readonly SourceName[]) =>
    refuseSource(e, field, `the input ${withArticle(modality)}`, wanted, { related });
  const { sources } = modalities[modality as ModalityName];
  if (!sources.includes(source.kind)) refuse(sources);
  else if (source.kind === "readings" && input.parts[0]?.type.axes[0]?.rate === undefined) {
    e.report(diagnostic("readings_clock", field.span, { name }, { related }));
  }
  for (const { kind } of transforms) {
    if (FITS[kind](field, input)) continue;
    const what = `${withArticle(modality)} from \`${source.kind}(…)\``;
    e.report(diagnostic("transform_refused", field.span, { transform: kind, what, name }, { related }));
    return;
  }
  checkSize(e, field, input, { related });
}

/** What each transform can be done to. */
const FITS: Readonly<Record<Transform["kind"], (field: DataField, input: InputSpec) => boolean>> = {
  trim: ({ source }) => source.kind === "column" || source.kind === "columns",
  lowercase: ({ source }) => source.kind === "column" || source.kind === "columns",
  date: ({ source }, { modality }) => source.kind === "column" && modality === "vector",
  fill: ({ source }) => source.kind === "columns",
  standardise: (_, { parts }) =>
    parts.some(({ dtype, type }) => dtype === "float32" && type.kind.name === "signal"),
};

/** Whether there are as many numbers as the input takes, where that is known before any data is read. */
function checkSize(e: Elaborator, field: DataField, input: InputSpec, details: Details): void {
  const { name, source, transforms, span } = field;
  const date = transforms.find(({ kind }) => kind === "date");
  const report = (expected: string, found: string) =>
    e.report(diagnostic("field_size", span, { name, expected, found }, details));
  const { size, channels } = input.settings;
  if (date?.kind === "date") {
    const given = date.parts.reduce((sum, part) => sum + DATE_PARTS[part], 0);
    if (given !== size) report(counted(size, "number"), counted(given, "number"));
  } else if (source.kind === "columns") {
    const { numbers, categories } = input.settings;
    const wanted = Array.isArray(categories) ? Number(numbers) + categories.length : size;
    if (source.columns.length !== wanted) report(counted(wanted, "column"), String(source.columns.length));
  } else if (source.kind === "readings" && source.columns.length !== channels) {
    report(counted(channels, "channel"), String(source.columns.length));
  }
}

function checkOutput(e: Elaborator, field: DataField, output: OutputSpec): void {
  const related = [{ span: output.span, text: "the output" }];
  const wanted: readonly SourceName[] = output.kind === "vector" ? ["column", "columns"] : ["column"];
  if (!wanted.includes(field.source.kind)) refuseSource(e, field, "an output", wanted, { related });
  for (const { kind } of field.transforms) {
    if (kind === "trim" || kind === "lowercase") continue;
    if (kind === "standardise" && (output.kind === "number" || output.kind === "vector")) continue;
    const parameters = { transform: kind, what: "what an output", name: field.name };
    e.report(diagnostic("transform_refused", field.span, parameters, { related }));
    return;
  }
}

function refuseSource(
  e: Elaborator,
  { name, source, span }: DataField,
  what: string,
  wanted: readonly SourceName[],
  details: Details,
): void {
  const help = [`it comes from ${listNames(wanted.map((one) => `\`${one}(…)\``))}`];
  e.report(diagnostic("field_source", span, { name, what, source: source.kind }, { ...details, help }));
}

const counted = (count: unknown, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;
const withArticle = (word: string): string => `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
