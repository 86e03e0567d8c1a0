import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../runtime/temporary.ts";
import { fusewire } from "./kit/fusewire.ts";

const TIDY = "model M {\n  x = f(1)\n}\n";
const UNTIDY = "model M{x=f( 1 )}";
const BROKEN = "model M {\n  x  =  f(\n  y  =  1\n}\n";

describe("fusewire format", () => {
  const cwd = temporaryFolder();
  const read = (file: string) => readFileSync(join(cwd, file), "utf8");
  mkdirSync(join(cwd, "more/node_modules"), { recursive: true });
  beforeEach(() => {
    writeFileSync(join(cwd, "tidy.fuse"), TIDY);
    writeFileSync(join(cwd, "untidy.fuse"), UNTIDY);
    writeFileSync(join(cwd, "more/untidy.fuse"), UNTIDY);
    writeFileSync(join(cwd, "more/untidy.txt"), UNTIDY);
    writeFileSync(join(cwd, "more/node_modules/untidy.fuse"), UNTIDY);
  });

  it("writes the files that are laid out otherwise, and names them", () => {
    const { ino } = statSync(join(cwd, "tidy.fuse"));
    expect(fusewire(["format", "tidy.fuse", "untidy.fuse"], { cwd })).toEqual({
      code: 0,
      out: "untidy.fuse\n",
      err: "",
    });
    expect([read("tidy.fuse"), read("untidy.fuse")]).toEqual([TIDY, TIDY]);
    expect(statSync(join(cwd, "tidy.fuse")).ino).toBe(ino);
  });

  it("only names them with --check, and ends with 1 where there are any", () => {
    const { code, out } = fusewire(["format", "--check", "tidy.fuse", "untidy.fuse"], { cwd });
    expect({ code, out }).toEqual({ code: 1, out: "untidy.fuse\n" });
    expect(read("untidy.fuse")).toBe(UNTIDY);
    expect(fusewire(["format", "--check", "tidy.fuse"], { cwd })).toEqual({ code: 0, out: "", err: "" });
  });

  it("takes folders, but not what other tools keep there", () => {
    expect(fusewire(["format", "."], { cwd }).out.split("\n").sort()).toEqual([
      "",
      join("more", "untidy.fuse"),
      "untidy.fuse",
    ]);
    expect(read("more/untidy.fuse")).toBe(TIDY);
    expect(read("more/untidy.txt")).toBe(UNTIDY);
    expect(read("more/node_modules/untidy.fuse")).toBe(UNTIDY);
  });

  it("reads standard input and writes to standard output", () => {
    expect(fusewire(["format", "-"], { cwd, input: UNTIDY })).toEqual({ code: 0, out: TIDY, err: "" });
    expect(fusewire(["format", "-", "--check"], { cwd, input: UNTIDY })).toMatchObject({ code: 1 });
  });

  it("finds nothing to change in what `fusewire init` writes", () => {
    expect(fusewire(["init", "first.fuse"], { cwd }).code).toBe(0);
    expect(fusewire(["format", "--check", "first.fuse"], { cwd })).toEqual({ code: 0, out: "", err: "" });
  });

  it("says where something stays as it is", () => {
    const { code, out, err } = fusewire(["format", "-"], { cwd, input: BROKEN });
    expect({ code, out }).toEqual({ code: 0, out: "model M {\n  x  =  f(\n  y = 1\n}\n" });
    expect(err).toBe("standard input has errors: what holds them stays as it is\n");
  });

  it("ends with 2 where it cannot be done", () => {
    expect(fusewire(["format"], { cwd }).code).toBe(2);
    expect(fusewire(["format", "none.fuse"], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining("cannot read none.fuse"),
    });
  });
});
