import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isDraft, writeAtomically } from "../../../runtime/files/atomic.ts";
import { bitsOf } from "../../../runtime/files/bytes.ts";
import { sha256 } from "../../../runtime/files/hash.ts";
import { openJsonLines } from "../../../runtime/files/json-lines.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const read = (path: string) => readFileSync(path, "utf8");

describe("an atomic write", () => {
  it("replaces the content and leaves nothing beside", () => {
    const path = join(folder, "state");
    writeAtomically(path, "old and longer");
    writeAtomically(path, "n", Buffer.from("ew"));
    expect(read(path)).toBe("new");
    expect(readdirSync(folder).filter(isDraft)).toEqual([]);
  });

  it("keeps the old content when it fails", () => {
    const path = join(folder, "kept");
    writeAtomically(path, "old");
    // The second part cannot be written: a string where bytes are due fails as a full disk would, in the middle.
    const broken = { length: 4 } as Uint8Array;
    expect(() => writeAtomically(path, "half", broken)).toThrow();
    expect(read(path)).toBe("old");
    expect(readdirSync(folder).filter(isDraft)).toEqual([]);
  });
});

describe("JSON lines", () => {
  it("reach the file in order with a flush", () => {
    const path = join(folder, "a.jsonl");
    const lines = openJsonLines(path, 0);
    lines.append({ step: 1 });
    lines.append({ step: 2 });
    expect(read(path)).toBe("");
    lines.flush();
    expect(read(path)).toBe('{"step":1}\n{"step":2}\n');
    lines.append({ step: 3 });
    lines.close();
    expect(read(path)).toBe('{"step":1}\n{"step":2}\n{"step":3}\n');
  });

  it("flush by themselves before they pile up", () => {
    const path = join(folder, "b.jsonl");
    const lines = openJsonLines(path, 0);
    for (let step = 0; step < 10_000; step++) lines.append({ step });
    expect(read(path).length).toBeGreaterThan(50_000);
    lines.close();
    expect(read(path).trim().split("\n")).toHaveLength(10_000);
  });

  it("go on from a known place, forgetting what came after", () => {
    const path = join(folder, "c.jsonl");
    const first = openJsonLines(path, 0);
    first.append({ step: 1, name: "é" });
    const offset = first.sync();
    first.append({ step: 2 });
    first.close();
    appendFileSync(path, '{"step":3,"lo');
    const second = openJsonLines(path, offset);
    second.append({ step: 2, again: true });
    expect(second.sync()).toBe(readFileSync(path).length);
    second.close();
    expect(read(path)).toBe('{"step":1,"name":"é"}\n{"step":2,"again":true}\n');
  });

  it("go on after the last whole line where the file has lost its end", () => {
    const path = join(folder, "d.jsonl");
    writeFileSync(path, '{"step":1}\n{"st');
    const lines = openJsonLines(path, 40);
    lines.append({ step: 2 });
    lines.close();
    expect(read(path)).toBe('{"step":1}\n{"step":2}\n');
  });
});

it("hashes parts as if they were one", () => {
  expect(sha256("ab", Buffer.from("c"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

it("reads floats as their bits in place", () => {
  const floats = Float32Array.of(0, 1, 2, 3).subarray(1);
  const bits = bitsOf(floats);
  expect([...bits]).toEqual([0x3f800000, 0x40000000, 0x40400000]);
  floats[0] = 2;
  expect(bits[0]).toBe(0x40000000);
});
