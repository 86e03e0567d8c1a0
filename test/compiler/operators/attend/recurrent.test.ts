import { describe, expect, test } from "vitest";
import { symbol } from "../../../../compiler/types/size.ts";
import { affine, type Cube, expectClose, type Grid, type Nested, type Row, sigmoid } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

describe.each(["gru", "lstm"] as const)("the type of %s", (name) => {
  test("is the last state, or the state after every place", () => {
    const x = signal({ time: at(50, 10), channel: 3 });
    expect(typeOf(name, { x }, { units: 8 })).toBe("feature[channel: 8]");
    expect(typeOf(name, { x }, { units: 8, keep: "all" })).toBe("feature[time: 10 @ 50 Hz, channel: 8]");
    expect(typeOf(name, { x: feature({ word: upTo(6), channel: 3 }) }, { units: 8, keep: "all" })).toBe(
      "feature[word: up to 6, channel: 8]",
    );
    const any = feature({ word: symbol("W"), channel: symbol("C") });
    expect(typeOf(name, { x: any }, { units: symbol("U"), keep: "all" })).toBe(
      "feature[word: W, channel: U]",
    );
  });

  test("lies between -1 and 1", () => {
    const { type } = judge(name, { x: feature({ word: 4, channel: 3 }) }, { units: 2 });
    expect(type?.range).toEqual({ name: "between", low: -1, high: 1 });
  });

  test("refuses none or several axes to go along, and a sequence too long to be written out", () => {
    expect(refusal(name, { x: feature({ channel: 4 }) }, { units: 2 })).toBe("sequence_missing at x");
    expect(refusal(name, { x: feature({ height: 4, width: 4, channel: 4 }) }, { units: 2 })).toBe(
      "sequence_missing at x",
    );
    expect(refusal(name, { x: feature({ time: 513, channel: 4 }) }, { units: 2 })).toBe("sequence_long at x");
    expect(typeOf(name, { x: feature({ time: 512, channel: 4 }) }, { units: 2 })).toBe("feature[channel: 2]");
  });
});

type Weights = Readonly<Record<string, Nested>>;

/** The states of a GRU after each word, as its paper and Keras write it, reset gate after the recurrent map. */
function gruStates(words: Grid, weights: Weights, units: number): Grid {
  let state: Row = Array(units).fill(0);
  return words.map((word) => {
    const own = affine(word, weights.kernel as Grid, weights.bias as Row);
    const carried = affine(state, weights.recurrent_kernel as Grid, weights.recurrent_bias as Row);
    state = state.map((before, u) => {
      const update = sigmoid(own[u]! + carried[u]!);
      const reset = sigmoid(own[units + u]! + carried[units + u]!);
      const candidate = Math.tanh(own[2 * units + u]! + reset * carried[2 * units + u]!);
      return update * before + (1 - update) * candidate;
    });
    return state;
  });
}

/** The states of an LSTM after each word; gates in the order input, forget, candidate, output. */
function lstmStates(words: Grid, weights: Weights, units: number): Grid {
  const bias = ["input", "forget", "candidate", "output"].flatMap(
    (gate) => weights[`${gate}_bias`] as number[],
  );
  let state: Row = Array(units).fill(0);
  let memory: Row = Array(units).fill(0);
  return words.map((word) => {
    const own = affine(word, weights.kernel as Grid, bias);
    const carried = affine(state, weights.recurrent_kernel as Grid, Array(4 * units).fill(0));
    const gate = (k: number, u: number) => own[k * units + u]! + carried[k * units + u]!;
    memory = memory.map(
      (before, u) => sigmoid(gate(1, u)) * before + sigmoid(gate(0, u)) * Math.tanh(gate(2, u)),
    );
    state = memory.map((now, u) => sigmoid(gate(3, u)) * Math.tanh(now));
    return state;
  });
}

describe.each([
  ["gru", gruStates],
  ["lstm", lstmStates],
] as const)("what %s computes", (name, states) => {
  test("is the states one after another, and the last of them", () => {
    const x = fed(feature({ time: 5, channel: 3 }));
    const all = apply(name, { x }, { units: 4, keep: "all" });
    const expected = (x.values as Cube).map((words) => states(words, all.weights, 4));
    expectClose(all.values, expected);
    const last = apply(name, { x }, { units: 4 }, { weights: all.weights });
    expectClose(
      last.values,
      expected.map((row) => row[4]!),
    );
  });

  test("leaves the state as it is over padding; of nothing it is 0", () => {
    const x = fed(feature({ word: upTo(5, "phrase"), channel: 3 }), { rows: 3 });
    const phrase = [5, 2, 0];
    const { values, weights } = apply(name, { x }, { units: 4 }, { lengths: { phrase } });
    const expected = (x.values as Cube).map((words, b) =>
      phrase[b] === 0 ? Array(4).fill(0) : states(words.slice(0, phrase[b]), weights, 4).at(-1)!,
    );
    expectClose(values, expected);
  });
});

test("the memory of an LSTM lasts from the start", () => {
  const { initialisers } = apply("lstm", { x: fed(feature({ time: 2, channel: 3 })) }, { units: 4 });
  expect(initialisers).toMatchObject({ forget_bias: { kind: "ones" }, input_bias: { kind: "zeros" } });
});
