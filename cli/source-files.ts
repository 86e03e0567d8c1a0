import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type Compilation, compile } from "../compiler/compile.ts";
import { failure } from "./failure.ts";

/** The largest source file that is read at all. */
const SIZE_LIMIT = 1 << 20;

/**
 * Compiles a file. Its project is the folder that the command runs in, if the file is there or below, and the
 * file's own folder otherwise; imports cannot leave it. Findings name files relative to the present folder.
 */
export function compilePath(path: string): Compilation & { readonly folder: string } {
  const full = resolve(path);
  const inside = relative(process.cwd(), full);
  const folder = inside.startsWith("..") || isAbsolute(inside) ? dirname(full) : process.cwd();
  const read = (below: string): string | undefined => readSource(resolve(folder, below));
  const entry = relative(folder, full).split(sep).join("/");
  if (read(entry) === undefined) throw failure(`cannot read ${path}`, ["give the path of a .fuse file"]);
  return { ...compile(entry, read), folder };
}

function readSource(path: string): string | undefined {
  try {
    if (statSync(path).size > SIZE_LIMIT) return readFileSync(path, { encoding: "utf8" }).slice(0, SIZE_LIMIT + 1);
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
