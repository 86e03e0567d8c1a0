import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import type { DataField, Transform } from "../../compiler/plan/data-plan.ts";
import type { InputSpec, OutputSpec } from "../../compiler/plan/interface.ts";
import type { Fitted } from "../data/encoders/define.ts";

/** How records become the tensors that a model is fed, and what its outputs are, for programs that Fusewire is no part of. */
export function recordFacts(
  { interface: face, training }: CompiledModel,
  fitted: Readonly<Record<string, Fitted>>,
): object {
  const fields = training?.data.fields ?? [];
  return {
    model: face.model,
    inputs: face.inputs.map((input) => inputFacts(input, fitted[input.name] ?? {}, fields)),
    outputs: face.outputs.map(outputFacts),
  };
}

type Fields = readonly DataField[];

function inputFacts(input: InputSpec, fitted: object, fields: Fields) {
  const { name, documentation, modality, settings, parts, lengths, presence } = input;
  return {
    name,
    ...(documentation === undefined ? {} : { documentation }),
    modality,
    settings,
    transforms: (fields.find((field) => field.name === name)?.transforms ?? []).map(written),
    tensors: parts.map(({ feed, dtype, shape }) => ({ name: feed, dtype, shape: [-1, ...shape] })),
    lengths: Object.values(lengths),
    ...(presence === undefined ? {} : { presence }),
    ...fitted,
  };
}

/** A transform as it is written, with its settings where it has some: `lowercase`. */
function written({ kind, ...settings }: Transform): unknown {
  return Object.keys(settings).length === 0 ? kind : { [kind]: settings };
}

function outputFacts(output: OutputSpec) {
  const { name, documentation, kind } = output;
  return {
    name,
    ...(documentation === undefined ? {} : { documentation }),
    kind,
    ...("category" in output ? { labels: output.category.labels } : {}),
  };
}
