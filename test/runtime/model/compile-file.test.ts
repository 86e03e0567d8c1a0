import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { compileIn } from "../../../runtime/model/compile-file.ts";
import { temporaryFolder } from "../temporary.ts";

const BLOCK = "block B(x: signal) -> feature {\n  return x |> relu\n}\n";
const using = (path: string) => `use "${path}" { B }
category Mood = ["glad", "sad"]
model M {
  input x: vector(3)
  output mood: Mood = x |> B |> classify(Mood)
}
`;

describe("imports of a project", () => {
  const folder = temporaryFolder();
  const project = join(folder, "project");
  const found = (path: string) => {
    writeFileSync(join(project, "m.fuse"), using(path));
    return compileIn(project, "m.fuse").findings.map(({ name }) => name);
  };

  beforeAll(() => {
    mkdirSync(join(project, "parts"), { recursive: true });
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(project, "parts", "b.fuse"), BLOCK);
    writeFileSync(join(folder, "elsewhere", "b.fuse"), BLOCK);
  });

  test("are read below its folder, by links within it too", () => {
    symlinkSync(join(project, "parts"), join(project, "same"));
    expect(found("./parts/b.fuse")).toEqual([]);
    expect(found("./same/b.fuse")).toEqual([]);
  });

  test("are not read through links that lead out of it", () => {
    symlinkSync(join(folder, "elsewhere"), join(project, "away"));
    symlinkSync(join(folder, "elsewhere", "b.fuse"), join(project, "b.fuse"));
    expect(found("./away/b.fuse")).toEqual(["import_missing"]);
    expect(found("./b.fuse")).toEqual(["import_missing"]);
    expect(found("../elsewhere/b.fuse")).toEqual(["import_outside"]);
  });

  test.skipIf(process.platform === "win32")("are not read from pipes, which may never end", () => {
    execFileSync("mkfifo", [join(project, "pipe.fuse")]);
    expect(found("./pipe.fuse")).toEqual(["import_missing"]);
    expect(found("./parts")).toEqual(["import_missing"]);
  });

  test("may come from an entry that is a link itself", () => {
    writeFileSync(join(folder, "elsewhere", "entry.fuse"), using("./parts/b.fuse"));
    symlinkSync(join(folder, "elsewhere", "entry.fuse"), join(project, "entry.fuse"));
    expect(compileIn(project, "entry.fuse").findings).toEqual([]);
  });
});
