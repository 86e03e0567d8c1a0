import { describe, expect, it } from "vitest";
import { predictionLines, predictionText } from "../../cli/prediction-text.ts";
import type { CategoryDecision } from "../../runtime/outputs/category.ts";

const decision = (label: string, ...entries: [string, number][]): CategoryDecision => ({
  label,
  probabilities: Object.fromEntries(entries),
});

const MOOD = decision("glad", ["sad", 0.25], ["glad", 0.75]);
const GROUP = decision(
  "f",
  ["a", 0.1],
  ["b", 0.05],
  ["c", 0.05],
  ["d", 0.1],
  ["e", 0.2],
  ["f", 0.4],
  ["g", 0.1],
);

describe("predictions for people", () => {
  it("name the likeliest label first", () => {
    expect(predictionText([{ mood: MOOD }])).toBe(
      "mood: glad\n  glad  75.0 %  ███████████████\n  sad   25.0 %  █████",
    );
  });

  it("sum up all but five labels", () => {
    const lines = predictionText([{ group: GROUP }]).split("\n");
    expect(lines.map((line) => line.trim().split(/ {2,}/).slice(0, 2).join(" "))).toEqual([
      "group: f",
      "f 40.0 %",
      "e 20.0 %",
      "a 10.0 %",
      "d 10.0 %",
      "g 10.0 %",
      "2 others 10.0 %",
    ]);
  });

  it("number several records and name every output", () => {
    const text = predictionText([{ mood: MOOD, group: GROUP }, { mood: MOOD }]);
    expect(text.match(/^\w.*$/gm)).toEqual(["record 1", "mood: glad", "group: f", "record 2", "mood: glad"]);
  });

  it("stand in columns as a terminal shows them", () => {
    const text = predictionText([{ x: decision("笑う", ["笑う", 0.5], ["😀", 0.3], ["glad", 0.2]) }]);
    expect(
      text
        .split("\n")
        .slice(1)
        .map((line) => line.slice(0, -1).split(" %")[0]),
    ).toEqual(["  笑う  50.0", "  😀    30.0", "  glad  20.0"]);
  });

  it("cannot drive the terminal", () => {
    expect(predictionText([{ x: decision("\u001b[2J", ["\u001b[2J", 1]) }])).not.toContain("\u001b");
  });

  it("put the decision first where labels are equally likely", () => {
    expect(predictionText([{ x: decision("b", ["2", 0.5], ["b", 0.5]) }]).split("\n")[1]).toMatch(/^ {2}b/);
  });
});

describe("predictions for programs", () => {
  it("are one line of JSON each", () => {
    const lines = predictionLines([{ mood: MOOD }, { mood: decision("__proto__", ["__proto__", 1]) }]).split(
      "\n",
    );
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0]!)).toEqual({ mood: MOOD });
    expect(lines[1]).toBe('{"mood":{"label":"__proto__","probabilities":{"__proto__":1}}}');
  });
});
