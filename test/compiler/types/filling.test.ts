import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  isFilledFromFirst,
  neededPlaces,
  placesAfter,
  type Step,
  stepped,
  stepsOf,
} from "../../../compiler/types/filling.ts";

/** Steps that make no places of none, as all that there are. */
const step: fc.Arbitrary<Step> = fc
  .record({
    times: fc.integer({ min: 1, max: 9 }),
    plus: fc.integer({ min: -9, max: 8 }),
    over: fc.integer({ min: 1, max: 9 }),
  })
  .filter(({ plus, over }) => plus < over);
const steps = fc.array(step, { maxLength: 3 });

describe("how far a ragged axis is filled", () => {
  test("is a name, and steps that are found again", () => {
    expect(stepsOf("voice")).toEqual({ from: "voice", steps: [] });
    const twice = stepped(stepped("voice", { times: 1, plus: 1, over: 2 }), {
      times: 25,
      plus: 15,
      over: 16,
    });
    expect(stepsOf(twice)).toEqual({
      from: "voice",
      steps: [
        { times: 1, plus: 1, over: 2 },
        { times: 25, plus: 15, over: 16 },
      ],
    });
    // Steps inside of a name that several fillings make up are part of it.
    expect(stepsOf("a>1,1,2:3*b:4>1,0,3").from).toBe("a>1,1,2:3*b:4");
  });

  test("is known to begin at the first place unless an operator has filled it", () => {
    expect(["voice", "voice>1,1,2"].map(isFilledFromFirst)).toEqual([true, true]);
    expect(["token#3", "token#3>1,1,2", "a:3+b:4"].map(isFilledFromFirst)).toEqual([false, false, false]);
  });

  test("stays the same where a step changes nothing, however it is written", () => {
    expect(stepped("voice", { times: 1, plus: 0, over: 1 })).toBe("voice");
    expect(stepped("voice", { times: 6, plus: 1, over: 6 })).toBe("voice");
    expect(stepped("voice", { times: 2, plus: 3, over: 4 })).toBe(
      stepped("voice", { times: 1, plus: 1, over: 2 }),
    );
  });

  test("gives as many places whether a step is in lowest terms or not", () => {
    fc.assert(
      fc.property(step, fc.nat(50), (one, count) => {
        expect(placesAfter(stepsOf(stepped("x", one)).steps, count)).toBe(placesAfter([one], count));
      }),
    );
  });

  test("fills a place from the number of places on that it needs", () => {
    fc.assert(
      fc.property(steps, fc.nat(20), (of, place) => {
        const needed = neededPlaces(of, place);
        expect(placesAfter(of, needed)).toBeGreaterThan(place);
        if (needed > 1) expect(placesAfter(of, needed - 1)).toBeLessThanOrEqual(place);
      }),
    );
  });
});
