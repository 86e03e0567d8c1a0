import { describe, expect, it } from "vitest";
import { type Contestant, ratioOf, takeTurns } from "../../bench/measure.ts";
import { between, meets, reportOf } from "../../bench/report.ts";

function contestant(name: string, times: readonly number[], turns: string[]): Contestant {
  let round = 0;
  return {
    name,
    async turn() {
      turns.push(name);
      return times[round++]!;
    },
  };
}

describe("turns", () => {
  it("are taken by all in every round, each beginning one", async () => {
    const turns: string[] = [];
    const all = ["a", "b", "c"].map((name) => contestant(name, [1, 1, 1], turns));
    await takeTurns(all, 3, 0);
    expect(turns.join("")).toBe("abcbcacab");
  });

  it("are compared within their rounds, and by the fastest of each", async () => {
    const slow = contestant("slow", [20, 3, 8], []);
    const fast = contestant("fast", [2, 1, 4], []);
    const times = await takeTurns([slow, fast], 3, 0);
    expect(ratioOf(times, slow, fast)).toEqual({ best: 3, median: 3, least: 2, most: 10 });
    expect(ratioOf(times, fast, slow).median).toBeCloseTo(1 / 3);
  });
});

describe("a report", () => {
  const ratio = { best: 2, median: 4, least: 1, most: 30 };

  it("holds the ratio of the fastest turns to the bar", () => {
    expect(meets({ what: "", ratio, bar: { kind: "at least", value: 2 } })).toBe(true);
    expect(meets({ what: "", ratio, bar: { kind: "at least", value: 2.1 } })).toBe(false);
    expect(meets({ what: "", ratio, bar: { kind: "at most", value: 1.9 } })).toBe(false);
    expect(meets({ what: "", ratio })).toBe(true);
  });

  it("takes the place of the one before", () => {
    const bar = { kind: "at most", value: 1.9 } as const;
    const report = reportOf({ rows: [{ what: "this", ratio, bar }], notes: ["A note."] }, { CPU: "one" });
    expect(report).toContain("| this | 2.00 | 4.00 | 1.00–30.0 | at most 1.9: **missed** |");
    const place = (name: string) =>
      `<!-- measured: written by npm run bench -- ${name} -->\nold\n<!-- /measured -->\n`;
    const page = `before\n${place("one")}between\n${place("other")}after\n`;
    const written = between(page, "one", report);
    expect(written).toContain(report);
    expect(written.startsWith("before\n") && written.endsWith(`between\n${place("other")}after\n`)).toBe(
      true,
    );
    expect(written.match(/old/g)).toHaveLength(1);
    expect(between(written, "one", report)).toBe(written);
    expect(() => between(page, "another", report)).toThrow("no place");
  });
});
