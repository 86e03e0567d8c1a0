import {
  type ProjectOptions,
  TFJS,
  type TfjsName,
  writeProject,
} from "../../../compiler/targets/typescript/project.ts";
import { listNames } from "../../../diagnostics/suggest.ts";
import { failure } from "../../failure.ts";
import { encodeSafetensors } from "../../files/safetensors.ts";
import type { Target } from "../target.ts";

export interface TypeScriptOptions {
  /** Which tfjs the project computes with; `node-gpu` where it is left out. */
  readonly tfjs?: string;
}

/** A small TypeScript project that predicts and trains by tfjs alone, with the weights of a run beside it. */
export const typescript: Target<TypeScriptOptions> = {
  name: "typescript",
  summary: "a TypeScript project that predicts and trains on its own, with no dependency but tfjs",
  async files({ compiled, entry, read, trained }, { tfjs = "node-gpu" }) {
    if (!isTfjs(tfjs)) {
      const message = `there is no tfjs called ${tfjs}`;
      throw failure("target-limit", { message, help: `Give ${listNames(Object.keys(TFJS))}.` });
    }
    refuseTraining(compiled);
    const options: ProjectOptions = { tfjs, weights: trained !== undefined };
    const files = new Map<string, string | Uint8Array[]>(
      await writeProject(entry, read, compiled.interface.model, options),
    );
    if (trained !== undefined) {
      const metadata = { learned: JSON.stringify(trained.fitted) };
      files.set("weights.safetensors", encodeSafetensors({ tensors: trained.values, metadata }));
    }
    return files;
  },
};

const isTfjs = (name: string): name is TfjsName => Object.hasOwn(TFJS, name);

type Compiled = Parameters<typeof typescript.files>[0]["compiled"];

const HELP = "Train it with `fusewire train`, and build another target of the run.";

/** What generated code does to the fields of records. */
const TRANSFORMS: readonly string[] = ["lowercase", "trim"];

/** What a runtime does beside the steps of a training, and the project does not. */
function refuseTraining({ variables, training }: Compiled): void {
  if (training === undefined) return;
  for (const { name, span, transforms } of training.data.fields) {
    const [strange] = transforms.filter(({ kind }) => !TRANSFORMS.includes(kind));
    if (strange === undefined) continue;
    const message = `the target typescript knows no ${strange.kind}, which is done to ${name}`;
    throw failure("target-limit", { message, help: HELP }, { span });
  }
  const { phases = [], span } = training.plan;
  const help = HELP;
  if (phases.length > 0) {
    const message = "the target typescript trains in one go, and this training has phases";
    throw failure("target-limit", { message, help }, { span });
  }
  const [state] = training.states;
  const origin = variables.find(({ name }) => name === state?.variable)?.origin;
  if (origin === undefined) return;
  const operator = origin.path.slice(origin.path.lastIndexOf("/") + 1).replace(/_\d+$/, "");
  throw failure(
    "target-limit",
    {
      message: `the target typescript cannot train this ${operator}: its weights are set after each epoch by how the rows of the validation split fare`,
      help,
    },
    { span: origin.span },
  );
}
