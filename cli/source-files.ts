import { existsSync } from "node:fs";
import { compileFile, type FileCompilation } from "../runtime/model/compile-file.ts";
import { failure } from "./failure.ts";

/** Compiles the file at a path that was typed. */
export function compilePath(path: string): FileCompilation {
  if (!existsSync(path)) throw failure(`cannot read ${path}`, ["give the path of a .fuse file"]);
  return compileFile(path);
}
