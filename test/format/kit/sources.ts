import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { operators } from "../../../compiler/operators/index.generated.ts";

/** A source with the files that it may bring in. */
export interface Given {
  readonly name: string;
  readonly text: string;
  readonly read: (path: string) => string | undefined;
}

/** All sources of the repository: files, what stands in the documentation, and the examples of operators. */
export function repositorySources(): readonly Given[] {
  const files = ["bench", "examples", "std"].flatMap(filesIn).map((path) => ({
    name: path,
    text: readFileSync(path, "utf8"),
    read: (other: string) => contentsOf(other),
  }));
  const guide = [...readFileSync("docs/language.md", "utf8").matchAll(/```fuse\n(.*?)```/gs)];
  const snippets = guide.map(([, text = ""], index) => alone(`docs/language.md ${index + 1}`, text));
  const examples = Object.values(operators).map(({ name, example }) =>
    alone(`example of ${name}`, `category Mood = ["glad", "sad"]\nmodel Example {${example}\n}\n`),
  );
  return [...files, ...snippets, ...examples];
}

/** A source that brings nothing in. */
export function alone(name: string, text: string): Given {
  return { name, text, read: () => undefined };
}

function filesIn(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    return files.filter((file) => file.endsWith(".fuse")).map((file) => join(folder, file));
  } catch {
    return [];
  }
}

function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
