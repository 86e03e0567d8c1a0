import { describe, expect, test } from "vitest";
import type { ValueType } from "../../../compiler/types/value-type.ts";
import { expectClose, type Grid, softmax } from "../operators/kit/arrays.ts";
import { logits, MOOD, probability } from "../operators/kit/types.ts";
import { compare } from "./kit/loss.ts";
import { outputOf } from "./kit/output.ts";

const MOODS = outputOf({ kind: "category", category: MOOD });
const TAGS = outputOf({ kind: "set", category: MOOD });
const SET: ValueType = { ...probability(MOOD), kind: { name: "probabilities", of: MOOD } };
const LABELS = [2, 0];
const LOGITS: Grid = [
  [1, -2, 0.5],
  [0, 3, -1],
];

describe("focal", () => {
  test("counts the surprise by how far the model is from sure", () => {
    const expected = (gamma: number) =>
      LOGITS.map((row, n) => {
        const p = softmax(row)[LABELS[n]!]!;
        return -((1 - p) ** gamma) * Math.log(p);
      });
    for (const gamma of [0, 2, 0.5]) {
      const given = { type: logits(MOOD), values: LOGITS };
      expectClose(compare("focal", given, MOODS, LABELS, { gamma }).rows, expected(gamma));
      const chances = { type: probability(MOOD), values: LOGITS.map(softmax) };
      expectClose(compare("focal", chances, MOODS, LABELS, { gamma }).rows, expected(gamma));
    }
  });

  test("of sets does so label by label", () => {
    const chance = (z: number) => 1 / (1 + Math.exp(-z));
    const targets: Grid = [
      [1, 0, 1],
      [0, 0, 1],
    ];
    const expected = LOGITS.map((row, n) => {
      const each = row.map((z, k) => {
        const p = targets[n]![k] === 1 ? chance(z) : 1 - chance(z);
        return -((1 - p) ** 3) * Math.log(p);
      });
      return each.reduce((a, b) => a + b) / 3;
    });
    const given = { type: SET, values: LOGITS.map((row) => row.map(chance)), logit: LOGITS };
    expectClose(compare("focal", given, TAGS, targets, { gamma: 3 }).rows, expected);
  });

  test("weighs records by their true label", () => {
    const given = { type: logits(MOOD), values: LOGITS };
    const [first, second] = compare("focal", given, MOODS, LABELS).rows;
    const { rows } = compare("focal", given, MOODS, LABELS, { class_weights: [2, 1, 0.5] });
    expectClose(rows, [first! * 0.5, second! * 2]);
  });

  test("has a finite slope where the model is sure, rightly or wrongly", () => {
    const sure = { type: logits(MOOD), values: [[500, -500, 0]] };
    for (const label of [0, 1]) {
      const { rows, slopes } = compare("focal", sure, MOODS, [label]);
      expect([...rows, ...slopes].every(Number.isFinite)).toBe(true);
      expectClose(rows, [label === 0 ? 0 : 1000]);
    }
    const logit = [[500, -500, 0]];
    const set = { type: SET, values: [[1, 0, 0.5]], logit };
    const { rows, slopes } = compare("focal", set, TAGS, [[0, 0, 0]]);
    expect([...rows, ...slopes].every(Number.isFinite)).toBe(true);
  });
});
