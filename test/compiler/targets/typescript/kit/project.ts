/** Generated projects, written, bundled and run in this process. */
import { createRequire } from "node:module";
import { posix } from "node:path";
import { transformSync } from "esbuild";
import { writeProject } from "../../../../../compiler/targets/typescript/project.ts";

export type Files = ReadonlyMap<string, string>;

/** The project of a model whose source is a text. */
export const projectOf = (text: string, model: string): Promise<Files> =>
  writeProject("main.fuse", (path) => (path === "main.fuse" ? text : undefined), model, { tfjs: "web" });

const requireHere = createRequire(import.meta.url);

/**
 * What a module of a project exports. Modules are run as they are, without anything of Fusewire.
 *
 * @param tfjs what they compute with
 */
export function load<T>(files: Files, path: string, tfjs: unknown = requireHere("@tensorflow/tfjs")): T {
  const modules = new Map<string, { exports: Record<string, unknown> }>();
  const run = (file: string): Record<string, unknown> => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const text = files.get(file);
    if (text === undefined) throw new Error(`the project has no ${file}`);
    const module = { exports: {} as Record<string, unknown> };
    modules.set(file, module);
    const { code } = transformSync(text, { loader: "ts", format: "cjs" });
    const load = (name: string): unknown => {
      if (name.startsWith(".")) return run(posix.join(posix.dirname(file), name));
      if (name !== "@tensorflow/tfjs") throw new Error(`${file} needs ${name}`);
      return tfjs;
    };
    new Function("require", "module", "exports", code)(load, module, module.exports);
    return module.exports;
  };
  return run(path) as T;
}
