import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../runtime/temporary.ts";
import { fusewire } from "./kit/fusewire.ts";

const SOUND = `model M {
  input a: vector(4)
  output b: B = a |> dense(8, relu) |> classify(B)
}
category B = ["x", "y"]
`;
const BROKEN = SOUND.replace("dense(8", "dnse(8");

describe("fusewire check", () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "sound.fuse"), SOUND);
  writeFileSync(join(cwd, "broken.fuse"), BROKEN);

  it("tells what a sound model costs, line by line and in total", () => {
    const { code, out, err } = fusewire(["check", "sound.fuse"], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("output b: B = a |> dense(8, relu) |> classify(B)");
    // 4·8 + 8, and 8·2 + 2.
    expect(out).toMatch(/58 parameters, 48 multiply-accumulates/);
  });

  it("tells the cost of each line of a chain", () => {
    const chain = SOUND.replace(
      "a |> dense(8, relu) |> classify(B)",
      "a\n    |> dense(8, relu)\n    |> classify(B)",
    );
    writeFileSync(join(cwd, "chain.fuse"), chain);
    const { out } = fusewire(["check", "chain.fuse"], { cwd });
    expect(out).toMatch(/40 +32 +4 +\|> dense\(8, relu\)\n +18 +16 +5 +\|> classify\(B\)/);
  });

  it("shows findings with their place, and ends with 1", () => {
    const { code, out } = fusewire(["check", "sound.fuse", "broken.fuse"], { cwd });
    expect(code).toBe(1);
    expect(out).toMatch(
      /error\[FW1002\]: there is no operator or block called `dnse`\n +--> broken\.fuse:3:22/,
    );
    expect(out).toContain("did you mean `dense`?");
    expect(out).not.toContain("\u001b[");
  });

  it("writes findings as JSON, SARIF and for GitHub, to a file where one is named", () => {
    const json = fusewire(["check", "broken.fuse", "--format", "json", "-o", "found.json"], { cwd });
    expect(json).toMatchObject({ code: 1, out: "" });
    expect(readFileSync(join(cwd, "found.json"), "utf8")).toContain('"FW1002"');
    expect(JSON.parse(fusewire(["check", "broken.fuse", "--format", "sarif"], { cwd }).out)).toMatchObject({
      version: "2.1.0",
    });
    expect(fusewire(["check", "broken.fuse", "--format", "github"], { cwd }).out).toMatch(
      /^::error file=broken\.fuse,line=3/,
    );
  });

  it("tells wrong usage, with 2, from what cannot be done, with 1", () => {
    expect(fusewire(["check"], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining("missing required argument"),
    });
    expect(fusewire(["check", "sound.fuse", "--format", "xml"], { cwd })).toMatchObject({ code: 2 });
    expect(fusewire(["chek"], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean check?"),
    });
    expect(fusewire(["check", "none.fuse"], { cwd })).toMatchObject({
      code: 1,
      err: expect.stringContaining("cannot read none.fuse"),
    });
  });
});

describe("every command", () => {
  it("explains itself with an example", () => {
    for (const command of [
      "check",
      "train",
      "evaluate",
      "predict",
      "engine install",
      "doctor",
      "verify",
      "explain",
      "init",
    ]) {
      const { code, out } = fusewire([...command.split(" "), "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`$ fusewire ${command}`);
    }
  });
});

describe("fusewire explain", () => {
  it("prints the page of a code, in any case of letters, and suggests the nearest", () => {
    expect(fusewire(["explain", "fw1002"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("# FW1002"),
    });
    expect(fusewire(["explain", "FW1902"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("did you mean FW1"),
    });
  });
});

describe("fusewire init", () => {
  it("writes a first model that passes its check, and overwrites nothing unasked", () => {
    const cwd = temporaryFolder();
    expect(fusewire(["init", "first.fuse"], { cwd }).code).toBe(0);
    expect(fusewire(["check", "first.fuse"], { cwd }).code).toBe(0);
    expect(fusewire(["init", "first.fuse"], { cwd })).toMatchObject({
      code: 1,
      err: expect.stringContaining("--force"),
    });
    expect(fusewire(["init", "first.fuse", "--force"], { cwd }).code).toBe(0);
  });
});
