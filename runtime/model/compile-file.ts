import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type Compilation, compile } from "../../compiler/compile.ts";
import type { ReadFile } from "../../compiler/project.ts";

/** The largest source file that is read at all, in bytes. */
const SIZE_LIMIT = 1 << 20;

export interface FileCompilation extends Compilation {
  /** The project folder, which imports cannot leave and below which files are named. */
  readonly folder: string;
}

/**
 * Compiles a `.fuse` file and what it imports. The project folder is the present one if the file lies in or below it,
 * and the file's own otherwise. A file that cannot be read is a finding like any other.
 */
export function compileFile(path: string, cwd: string = process.cwd()): FileCompilation {
  const full = resolve(cwd, path);
  const inside = relative(cwd, full);
  const folder = inside.startsWith("..") || isAbsolute(inside) ? dirname(full) : cwd;
  return compileIn(folder, relative(folder, full).split(sep).join("/"));
}

/** Compiles the file called `entry` below a project folder. */
export function compileIn(folder: string, entry: string): FileCompilation {
  return { ...compile(entry, readBelow(folder)), folder };
}

/** Reads the source files below a project folder. */
export function readBelow(folder: string): ReadFile {
  return (below) => readSource(resolve(folder, below));
}

function readSource(path: string): string | undefined {
  try {
    if (statSync(path).size > SIZE_LIMIT) return readFileSync(path, "utf8").slice(0, SIZE_LIMIT + 1);
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
