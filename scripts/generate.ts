/**
 * Writes the index of every folder of declarations: `npx tsx scripts/generate.ts`. With `--check` it writes nothing
 * and exits with 1 where an index is not what it would write.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A folder whose files each export declarations, which its index lists by name. */
interface Registry {
  readonly folder: string;
  /** What the table is called, and what the union of its names. */
  readonly table: string;
  readonly union: string;
  /** The type of an entry, declared in the folder's `define.ts`. */
  readonly entry: string;
  /** Whether the declarations stand in subfolders. */
  readonly nested?: boolean;
}

const REGISTRIES: readonly Registry[] = [
  {
    folder: "compiler/operators",
    table: "operators",
    union: "OperatorName",
    entry: "AnyOperator",
    nested: true,
  },
  { folder: "compiler/modalities", table: "modalities", union: "ModalityName", entry: "AnyModality" },
  { folder: "compiler/outputs", table: "outputKinds", union: "OutputName", entry: "AnyOutputKind" },
  { folder: "compiler/losses", table: "losses", union: "LossName", entry: "AnyLoss" },
  { folder: "compiler/optimizers", table: "optimizers", union: "OptimizerName", entry: "AnyOptimizer" },
  { folder: "compiler/schedules", table: "schedules", union: "ScheduleName", entry: "AnySchedule" },
  { folder: "compiler/clips", table: "clips", union: "ClipName", entry: "AnyClip" },
  { folder: "compiler/drops", table: "drops", union: "DropName", entry: "AnyDrop" },
];

interface Declaration {
  readonly name: string;
  readonly exportName: string;
  /** Relative to the folder. */
  readonly path: string;
}

/** All declarations below a folder, sorted by path and then as the file exports them. */
async function declarationsOf({ folder, nested = false }: Registry): Promise<Declaration[]> {
  const directory = join(ROOT, folder);
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".generated.ts"))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => path.includes("/") === nested)
    .sort();

  const found: Declaration[] = [];
  for (const path of paths) {
    const module = (await import(pathToFileURL(join(directory, path)).href)) as Readonly<
      Record<string, unknown>
    >;
    for (const [exportName, value] of Object.entries(module)) {
      if (!isDeclaration(value)) continue;
      if (nested && !path.startsWith(`${value.family}/`)) {
        throw new Error(`${path} declares ${value.name} of the family ${value.family}`);
      }
      found.push({ name: value.name, exportName, path });
    }
  }
  for (const [i, { name, path }] of found.entries()) {
    const other = found.findIndex((declaration) => declaration.name === name);
    if (other !== i) throw new Error(`${found[other]!.path} and ${path} both declare ${name}`);
  }
  return found;
}

/** A declaration can be told by the parts that all of them have. */
function isDeclaration(value: unknown): value is { readonly name: string; readonly family?: string } {
  if (typeof value !== "object" || value === null) return false;
  const { name, summary, example } = value as Readonly<Record<string, unknown>>;
  return [name, summary, example].every((part) => typeof part === "string");
}

/** The text of a folder's index. */
async function indexOf(registry: Registry): Promise<string> {
  const { table, union, entry } = registry;
  const declarations = await declarationsOf(registry);
  const paths = [...new Set(declarations.map(({ path }) => path))];
  const imports = paths.map((path) => {
    const names = declarations.filter((d) => d.path === path).map(({ exportName }) => exportName);
    return `import { ${names.sort().join(", ")} } from "./${path}";`;
  });
  const rows = declarations
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, exportName }) => `  ${name === exportName ? name : `${name}: ${exportName}`},`);
  return [
    "// Written by scripts/generate.ts from the files of this folder: do not edit.",
    `import type { ${entry} } from "./define.ts";`,
    ...imports,
    "",
    `export const ${table} = {`,
    ...rows,
    `} as const satisfies Readonly<Record<string, ${entry}>>;`,
    "",
    `export type ${union} = keyof typeof ${table};`,
    "",
  ].join("\n");
}

/** The standard library as a module, for the compiler, which reads no files. */
async function libraryModule(): Promise<string> {
  const names = (await readdir(join(ROOT, "std"))).filter((name) => name.endsWith(".fuse")).sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const lines = (await readFile(join(ROOT, "std", name), "utf8")).split("\n");
      return [
        `  "std/${name}": [`,
        ...lines.map((line) => `    ${JSON.stringify(line)},`),
        '  ].join("\\n"),',
      ];
    }),
  );
  return [
    "// Written by scripts/generate.ts from the files in std/: do not edit.",
    "",
    "/** The sources of the standard library, by the paths that findings call them. */",
    "export const LIBRARY: Readonly<Record<string, string>> = {",
    ...files.flat(),
    "};",
    "",
  ].join("\n");
}

/** Files of a generated project that are the compiler's own, as its random numbers are. */
const OWN: Readonly<Record<string, string>> = { "inputs/moments.ts": "data/moments.ts" };

/** The files that every generated TypeScript project brings with it, as a module for the compiler. */
async function supportModule(): Promise<string> {
  const folder = join(ROOT, "templates/typescript");
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(
        name in OWN || name.startsWith("random/") ? join(ROOT, "compiler") : folder,
        OWN[name] ?? name,
      );
      const lines = (await readFile(path, "utf8")).split("\n");
      return [
        `  ${JSON.stringify(name)}: [`,
        ...lines.map((line) => `    ${JSON.stringify(line)},`),
        '  ].join("\\n"),',
      ];
    }),
  );
  return [
    "// Written by scripts/generate.ts from the files in templates/typescript/: do not edit.",
    "",
    "export const SUPPORT: Readonly<Record<string, string>> = {",
    ...files.flat(),
    "};",
    "",
  ].join("\n");
}

const generated = [
  ...REGISTRIES.map(
    (registry) => [`${registry.folder}/index.generated.ts`, () => indexOf(registry)] as const,
  ),
  ["compiler/library/sources.generated.ts", libraryModule] as const,
  ["compiler/targets/typescript/support.generated.ts", supportModule] as const,
];

const check = process.argv.includes("--check");
for (const [path, write] of generated) {
  const file = join(ROOT, path);
  const fresh = await write();
  const written = await readFile(file, "utf8").catch(() => undefined);
  if (written === fresh) continue;
  if (check) {
    console.error(`${path} is stale: run npx tsx scripts/generate.ts`);
    process.exitCode = 1;
  } else {
    await writeFile(file, fresh);
    console.log(`wrote ${path}`);
  }
}
