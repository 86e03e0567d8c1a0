import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { type Compilation, type CompileOptions, compile } from "../../compiler/compile.ts";
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
export function compileIn(folder: string, entry: string, options: CompileOptions = {}): FileCompilation {
  return { ...compile(entry, readBelow(folder, entry), options), folder };
}

/**
 * Reads the source files below a project folder. But for the entry, which was chosen by who compiles, neither a link that
 * leads out of the folder is one, nor a pipe or a device, whose end may never come.
 */
export function readBelow(folder: string, entry?: string): ReadFile {
  return (path) => {
    const full = resolve(folder, path);
    return path === entry || isFileBelow(folder, full) ? readSource(full) : undefined;
  };
}

function isFileBelow(folder: string, path: string): boolean {
  try {
    const inside = relative(realpathSync(folder), realpathSync(path));
    const isOutside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return !isOutside && statSync(path).isFile();
  } catch {
    return false;
  }
}

function readSource(path: string): string | undefined {
  try {
    if (statSync(path).size > SIZE_LIMIT) return readFileSync(path, "utf8").slice(0, SIZE_LIMIT + 1);
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
