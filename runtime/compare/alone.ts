import { basename, dirname, extname, join } from "node:path/posix";
import { compile } from "../../compiler/compile.ts";
import type { ModelInterface } from "../../compiler/plan/interface.ts";
import { restrictFile } from "../../compiler/restrict/restrict.ts";
import { parse } from "../../grammar/parse.ts";
import { type FileCompilation, readBelow } from "../model/compile-file.ts";

/**
 * A file's model as it is with one of its inputs, with its training: the author's own encoder and head for that input.
 * The file exists in memory alone, beside the one that it is taken from.
 *
 * @returns undefined where nothing sound is left of the model without the others
 */
export function aloneWith(
  { entry, folder, sources }: FileCompilation,
  { model }: ModelInterface,
  input: string,
): FileCompilation | undefined {
  const source = sources.find(({ file }) => file === entry)!;
  const { file } = parse(source);
  const name = `${model}_${input}`;
  const text = restrictFile(file, source.text, { model, inputs: new Set([input]), name });
  if (text === undefined) return undefined;
  const made = join(dirname(entry), `${basename(entry, extname(entry))}.${input}.fuse`);
  const read = readBelow(folder);
  const compilation = compile(made, (path) => (path === made ? text : read(path)));
  const isSound = compilation.models.some((one) => one.model.training !== undefined);
  return isSound ? { ...compilation, folder } : undefined;
}
