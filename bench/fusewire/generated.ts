import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { InputPart, InputSpec } from "../../compiler/plan/interface.ts";
import { build } from "../../runtime/build/build.ts";
import { typescript } from "../../runtime/build/targets/typescript.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import { encodeSafetensors } from "../../runtime/files/safetensors.ts";
import { compileFile } from "../../runtime/model/compile-file.ts";
import { initialValues } from "../../runtime/model/initial-values.ts";

/** What predicts one batch, and the name and version of what computes. */
export interface Ready {
  readonly library: string;
  readonly predict: () => Promise<unknown>;
}

interface Generated {
  loadWeights(bytes: Uint8Array): void;
  predictAll(records: readonly object[]): Promise<unknown>;
}

/** The project that is generated for a model, on the engine that Fusewire runs on, with random weights. */
export async function fromGenerated(
  file: string,
  batch: number,
  draw: (below: number) => number,
): Promise<Ready> {
  const { package: library, path } = await loadEngine();
  const out = join(dirname(file), `generated-${process.pid}`);
  const { model } = await build(file, typescript, { out });
  // The folder that npm put the engine's own package into.
  symlinkSync(join(path, "../.."), join(out, "node_modules"));
  const module = (await import(join(out, "src", `${model.toLowerCase()}.ts`))) as Readonly<
    Record<string, () => Promise<Generated> | Generated>
  >;
  const generated = await module[`create${model}`]!();
  const { interface: face, variables } = compileFile(file).models[0]!.model;
  const { inputs } = face;
  const tensors = initialValues(variables, { seed: 0, horizon: 1 });
  const learned = Object.fromEntries(inputs.map(({ name }) => [name, { vocabulary: WORDS }]));
  const parts = encodeSafetensors({ tensors, metadata: { learned: JSON.stringify(learned) } });
  generated.loadWeights(Buffer.concat(parts));
  const records = Array.from({ length: batch }, () =>
    Object.fromEntries(inputs.map((input) => [input.name, made(input, draw)])),
  );
  return { library: `generated for ${library}`, predict: () => generated.predictAll(records) };
}

/** The words of texts. */
const WORDS = Array.from({ length: 1000 }, (_, i) => `word${i}`);

/** A random cell: words to the end of a text, else numbers of the input's shape. */
function made({ modality, parts }: InputSpec, draw: (below: number) => number): unknown {
  const [{ shape, dtype }] = parts as readonly [InputPart];
  if (modality === "text")
    return Array.from({ length: shape[0]! }, () => WORDS[draw(WORDS.length)]!).join(" ");
  const count = shape.reduce((a, b) => a * b, 1);
  if (dtype === "uint8") return Uint8Array.from({ length: count }, () => draw(256));
  return Float32Array.from({ length: count }, () => draw(256) / 256);
}
