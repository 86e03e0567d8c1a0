import { execFile } from "node:child_process";
import { ftruncateSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { loadDataset } from "../../../runtime/data/dataset.ts";
import { storedBatches } from "../../../runtime/data/gather-stored.ts";
import type { Room } from "../../../runtime/data/row-store.ts";
import { expectFailure } from "../failures.ts";
import { categoryOutput, dataPlan, imageInput, textInput, vectorInput } from "../samples.ts";
import { temporaryFolder } from "../temporary.ts";

const folder = temporaryFolder();
const full = process.env.FUSEWIRE_FULL !== undefined;
const ROWS = 700;

const table = (rows: number) => {
  const parts = ["train", "train", "validation", "train", "test"];
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = i % 50 === 7 ? "no numbers" : `${i} ${i * i} ${i % 7}`;
    return `${x},w${i % 13} w${i % 5},${i % 2 ? "a" : "b"},${parts[i % 5]}`;
  });
  return `x,said,group,split\n${lines.join("\n")}\n`;
};
writeFileSync(join(folder, "some.csv"), table(ROWS));

const load = (room: Partial<Room>) =>
  loadDataset({
    plan: {
      ...dataPlan("some.csv", { x: { transforms: ["standardise"] }, said: "said", group: "group" }),
      unreadable: "skip",
    },
    interface: {
      inputs: [vectorInput("x", 3), textInput("said", 3, 12)],
      outputs: [categoryOutput("group", ["a", "b"])],
    },
    folder,
    room: { folder, ...room },
  });

describe("rows that have no room in memory", () => {
  it("lie in a file, as the same bits, and leave nothing behind", async () => {
    const [here, there] = [await load({}), await load({ memory: 1 })];
    for (const split of ["train", "validation", "test"] as const) {
      const [one, other] = [here.splits[split], there.splits[split]];
      expect([one.stored.kind, other.stored.kind]).toEqual(["memory", "file"]);
      expect(other.rows).toBe(one.rows);
      expect(other.hash).toBe(one.hash);
      expect(other.feeds.map(({ name, data }) => [name, Array.from(data)])).toEqual(
        one.feeds.map(({ name, data }) => [name, Array.from(data)]),
      );
      const order = Uint32Array.from({ length: one.rows }, (_, i) => (i * 31) % one.rows);
      const [near, far] = [storedBatches([one.stored], 16), storedBatches([other.stored], 16)];
      for (const given of [order, undefined])
        for (const from of [0, 16, 32])
          expect(far.gather(from, 16, given)).toEqual(near.gather(from, 16, given));
    }
    expect(there.fitted).toEqual(here.fitted);
    expect(there.notes).toEqual(here.notes);
    expect(there.unreadable.map(({ row }) => row)).toEqual(here.unreadable.map(({ row }) => row));
    expect(here.unreadable).toHaveLength(ROWS / 50);
    there.close();
    if (process.platform !== "win32")
      expect(readdirSync(folder).filter((name) => /^rows-/.test(name))).toEqual([]);
  });

  it("are told about when the disk is full", async () => {
    let left = 5000;
    const write: NonNullable<Room["write"]> = (_, __, ___, length) => {
      left -= length;
      if (left < 0)
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
      return length;
    };
    const message = "cannot be written";
    await expectFailure(
      () => load({ memory: 1, write }),
      "rows-file-failed",
      message,
      "Make room on that disk",
    );
    await expectFailure(() => load({ memory: 1, write: () => 0 }), "rows-file-failed", "nothing more can be");
    const nowhere = join(folder, "some.csv", "below");
    await expectFailure(() => load({ memory: 1, folder: nowhere }), "rows-file-failed", nowhere);
  });

  it("are told about when the file was cut off", async () => {
    const { splits, close } = await load({ memory: 1 });
    const { stored } = splits.train;
    if (stored.kind !== "file") throw new Error("they lie in memory");
    ftruncateSync(stored.file, 100);
    const batches = storedBatches([stored], 8);
    const last = Uint32Array.from({ length: 8 }, (_, i) => splits.train.rows - 1 - i);
    await expectFailure(
      () => batches.gather(0, 8, last),
      "rows-file-failed",
      "it ends too early",
      "--resume",
    );
    close();
  });

  it("take memory that does not grow with the table", { timeout: 600_000 }, async () => {
    const child = fileURLToPath(new URL("./kit/room-child.ts", import.meta.url));
    const width = 2000;
    const resident = async (rows: number): Promise<number> => {
      const lines = Array.from(
        { length: rows },
        (_, r) => `w${r % 97} and w${r % 89},${r % 2 ? "a" : "b"},${r % 16 === 0 ? "test" : "train"}`,
      );
      writeFileSync(join(folder, "wide.csv"), `x,group,split\n${lines.join("\n")}\n`);
      const args = ["--import", "tsx", child, folder, "wide.csv", String(width), "1000000"];
      const { stdout } = await promisify(execFile)(process.execPath, args);
      const told = JSON.parse(stdout) as { kind: string; rows: number; resident: number };
      expect(told).toMatchObject({ kind: "file", rows: (rows / 16) * 15 });
      return told.resident;
    };
    const least = 4_000;
    const most = full ? 64 * least : 8 * least;
    const grown = (await resident(most)) - (await resident(least));
    expect(grown).toBeLessThan((full ? 0.1 : 0.4) * (most - least) * width * 4);
  });
});

describe("what is wrong with a table", () => {
  const outputs = [categoryOutput("group", ["a", "b"])];
  const loading = (csv: string, input = vectorInput("x", 2)) => {
    writeFileSync(join(folder, "bad.csv"), csv);
    const source = input.modality === "image" ? { source: "file" as const } : "x";
    const plan = dataPlan("bad.csv", { x: source, group: "group" });
    return loadDataset({ plan, interface: { inputs: [input], outputs }, folder });
  };

  it("is told where it has no rows", async () => {
    await expectFailure(
      () => loading("x,group,split\n"),
      "split-empty",
      "Data has no rows at all",
      "Put records",
    );
  });

  it("is told with row and column where numbers are none, become something else, or have no end", async () => {
    const rows = "1 2,a,train\n3 4,b,train\n";
    for (const cell of ["NaN 1", "1 Infinity", "1e999 2", "five six", "2024-01-01"])
      await expectFailure(
        () => loading(`x,group,split\n${rows}${cell},a,train\n`),
        "cell-invalid",
        "row 3 of bad.csv, x",
      );
  });

  it("is told of lines of JSON that are none, where they are left out", async () => {
    const lines = [
      '{"x":[1,2],"group":"a","split":"train"}',
      '{"x":[1,',
      '{"x":[3,4],"group":"b","split":"test"}',
    ];
    writeFileSync(join(folder, "bad.jsonl"), lines.join("\n"));
    const plan = { ...dataPlan("bad.jsonl", { x: "x", group: "group" }), unreadable: "skip" as const };
    // Nothing tells which part such a line belongs to but a split that needs no cell of it.
    const none = { stratify: undefined, group: undefined };
    const split = {
      kind: "random",
      validation: 0,
      test: 0,
      seed: 1,
      ...none,
      span: plan.split.span,
    } as const;
    const inputs = [vectorInput("x", 2)];
    const { splits, notes } = await loadDataset({
      plan: { ...plan, split },
      interface: { inputs, outputs },
      folder,
    });
    expect(splits.train.rows).toBe(2);
    expect(notes).toContain("left out: row 2 of bad.jsonl, x: it is empty");
  });

  it("is told of a picture that claims more pixels than it can have", async () => {
    writeFileSync(join(folder, "bomb.png"), bomb());
    const csv = "x,group,split\nbomb.png,a,train\n";
    await expectFailure(
      () => loading(csv, imageInput("x", 8, 8, 1)),
      "image-unreadable",
      "row 1 of bad.csv, x (bomb.png)",
    );
  });
});

/** The head of a PNG of 60000 × 60000 pixels, without them. */
function bomb(): Uint8Array {
  const chunk = (type: string, data: readonly number[]) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data)]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, check]);
  };
  const size = [0, 0, 0xea, 0x60];
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", [...size, ...size, 8, 0, 0, 0, 0]),
    chunk("IDAT", [0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]),
    chunk("IEND", []),
  ]);
}

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let i = 0; i < 8; i++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}
