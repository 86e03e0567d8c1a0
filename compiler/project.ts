import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import type { Source, Span } from "../diagnostics/source.ts";
import { listNames } from "../diagnostics/suggest.ts";
import type { SourceFile, UseItem } from "../grammar/ast.ts";
import { parse } from "../grammar/parse.ts";
import { didYouMean } from "./check/suggestion.ts";
import { LIBRARY } from "./library/sources.generated.ts";

/** Reads a source file by its path below the project folder, with `/` between folders; undefined if there is none. */
export type ReadFile = (path: string) => string | undefined;

/** A source file and what it imports. */
export interface Module {
  readonly path: string;
  readonly file: SourceFile;
  /** For each `use` of the file, the module it names; absent where that could not be read. */
  readonly imports: ReadonlyMap<UseItem, Module>;
}

/** Everything that an entry file reaches. */
export interface Project {
  readonly entry: Module | undefined;
  readonly sources: ReadonlyMap<string, Source>;
  readonly findings: readonly Diagnostic[];
}

/** Files one project may consist of: far more than any model needs. */
const FILE_LIMIT = 200;

/**
 * Parses the entry and all it imports. Imports lead only to files of the project folder and to the standard library;
 * findings are those of parsing and of imports that cannot be followed.
 */
export function loadProject(entry: string, readOwn: ReadFile): Project {
  const sources = new Map<string, Source>();
  const modules = new Map<string, Module>();
  const findings: Diagnostic[] = [];
  const loading: string[] = [];
  const ofLibrary = new Set<string>();
  const read: ReadFile = (path) => (ofLibrary.has(path) ? LIBRARY[path] : readOwn(path));

  function load(path: string, from?: { readonly use: UseItem; readonly span: Span }): Module | undefined {
    const known = modules.get(path);
    if (known !== undefined) return known;
    const text = read(path);
    if (text === undefined) {
      const span = from?.span ?? { file: path, start: 0, end: 0 };
      findings.push(diagnostic("import_missing", span, { path }));
      return undefined;
    }
    if (sources.size === FILE_LIMIT && from !== undefined) {
      findings.push(diagnostic("import_limit", from.span, { limit: FILE_LIMIT }));
      return undefined;
    }
    const source: Source = { file: path, text };
    sources.set(path, source);
    const parsed = parse(source);
    findings.push(...parsed.diagnostics);

    const imports = new Map<UseItem, Module>();
    const module: Module = { path, file: parsed.file, imports };
    loading.push(path);
    for (const item of parsed.file.items) {
      if (item.kind !== "use") continue;
      const target = follow(path, item);
      if (target !== undefined) imports.set(item, target);
    }
    loading.pop();
    modules.set(path, module);
    return module;
  }

  function follow(importer: string, use: UseItem): Module | undefined {
    const { span } = use.from;
    if (use.from.kind !== "string") {
      const name = dotted(use.from);
      const path = `${name.replaceAll(".", "/")}.fuse`;
      if (Object.hasOwn(LIBRARY, path)) {
        ofLibrary.add(path);
        return load(path, { use, span });
      }
      if (!/(^|[.])($|[.])/.test(name)) findings.push(unknownLibrary(name, span));
      return undefined;
    }
    const { value } = use.from;
    const path = resolve(importer, value);
    if (path === undefined) {
      findings.push(diagnostic("import_outside", span, { path: value }));
      return undefined;
    }
    // Of two files of one path, findings could not say which they are about.
    if (Object.hasOwn(LIBRARY, path) && !ofLibrary.has(importer)) {
      findings.push(diagnostic("import_reserved", span, { path }));
      return undefined;
    }
    const start = loading.indexOf(path);
    if (start >= 0) {
      const cycle = [...loading.slice(start), path].join(" → ");
      findings.push(diagnostic("import_cycle", span, { cycle }));
      return undefined;
    }
    return load(path, { use, span });
  }

  return { entry: load(entry), sources, findings };
}

function unknownLibrary(name: string, span: Span): Diagnostic {
  const known = Object.keys(LIBRARY).map((path) => path.replace(/[.]fuse$/, "").replaceAll("/", "."));
  const otherwise = [`there are ${listNames(known)}`];
  return diagnostic("library_missing", span, { name }, didYouMean(span, name, known, otherwise));
}

/** The path an import means, relative to its importer; undefined where it leaves the project folder. */
function resolve(importer: string, path: string): string | undefined {
  if (/^([a-z]:|[\\/])/i.test(path)) return undefined;
  const parts = importer.split("/").slice(0, -1);
  for (const part of path.split(/[\\/]/)) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}

/** `std.vision` as it is written. */
export function dotted(from: Exclude<UseItem["from"], { kind: "string" }>): string {
  if (from.kind === "name") return from.text;
  const object = from.object.kind === "name" || from.object.kind === "member" ? dotted(from.object) : "";
  return `${object}.${from.member.text}`;
}
