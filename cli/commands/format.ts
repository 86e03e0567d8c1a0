import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { text as allOf } from "node:stream/consumers";
import * as prettier from "prettier/standalone";
import * as fusewire from "../../format/plugin.ts";
import { parse } from "../../grammar/parse.ts";
import { writeAtomically } from "../../runtime/files/atomic.ts";
import { FAILED, USAGE } from "../exit-codes.ts";
import { failure } from "../failure.ts";

interface FormatOptions {
  readonly check?: boolean;
}

const STANDARD_INPUT = "standard input";

/**
 * `fusewire format model.fuse`: lays files out, or with `--check` lists those that are laid out otherwise. A folder
 * stands for all source files below it, and `-` for standard input, which is written to standard output.
 */
export async function format(paths: readonly string[], { check = false }: FormatOptions): Promise<number> {
  let differing = 0;
  for (const file of paths.flatMap(filesAt)) {
    const isInput = file === STANDARD_INPUT;
    const before = isInput ? await allOf(process.stdin) : readFileSync(file, "utf8");
    const after = await prettier.format(before, { parser: "fusewire", plugins: [fusewire] });
    if (parse({ file, text: before }).diagnostics.length > 0) {
      console.error(`${file} has errors: what holds them stays as it is`);
    }
    if (isInput && !check) process.stdout.write(after);
    if (before === after) continue;
    differing += 1;
    if (!isInput || check) console.log(file);
    if (!isInput && !check) writeAtomically(realpathSync(file), after);
  }
  return check && differing > 0 ? FAILED : 0;
}

/** The source files that a path stands for. */
function filesAt(path: string): readonly string[] {
  if (path === "-") return [STANDARD_INPUT];
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined)
    throw failure(`cannot read ${path}`, ["give the path of a .fuse file or of a folder"], USAGE);
  if (!status.isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !SKIPPED.test(entry.name))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesAt(join(path, entry.name));
      return entry.name.endsWith(".fuse") ? [join(path, entry.name)] : [];
    });
}

/** What belongs to other tools. */
const SKIPPED = /^(?:\.|node_modules$)/;
