import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { readerOf } from "./kit/cases.ts";

const MODEL = `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output mood: Mood = x |> Tower(width: 3) |> classify(Mood)
}
`;
const BLOCK = `block Tower(x: signal, width: int) -> feature {
  y = x |> dense(width)
  return y |> relu
}
`;
const DATA = `data D {
  from: "a.csv"
  x = column("x")
  mood = column("mood")
  split: column("s")
}
train M on D {
  minimise: cross_entropy(mood)
  optimizer: adam
  epochs: 1
  batch: 8
}
`;

/** Slips in a sound source: what stands in it, and what is written instead. */
const SLIPS: Readonly<Record<string, readonly [right: string, wrong: string]>> = {
  "a parameter without its colon": ["width: int)", "width int)"],
  "a parameter without its type": ["width: int)", "width:)"],
  "a parameter list left open": ["int) ->", "int ->"],
  "a block without its name": ["block Tower(", "block ("],
  "a result without its type": ["-> feature {", "-> {"],
  "a call left open": ["dense(width)", "dense(width"],
  "a setting of no value": ["Tower(width: 3)", "Tower(width: )"],
  "a pipe into nothing": ["y |> relu", "y |>"],
  "a value of nothing": ["y = x |> dense(width)", "y ="],
  "a return of nothing": ["return y |> relu", "return"],
  "an input without its type": ["input x: vector(8)", "input x"],
  "an output without its value": [" = x |> Tower(width: 3) |> classify(Mood)", ""],
  "an output without its type": ["output mood: Mood =", "output mood ="],
  "a category without its name": ["category Mood =", "category ="],
  "a category left open": ['"sad"]', '"sad"'],
  "a category of nothing": ['["glad", "sad"]', ""],
  "a model without its name": ["model M", "model"],
  "data without its name": ["data D", "data"],
  "a path that is not closed": ['"a.csv"', '"a.csv'],
  "training without a model": ["train M on D", "train on D"],
  "an optimizer left open": ["optimizer: adam", "optimizer: adam("],
  "a loss left open": ["cross_entropy(mood)", "cross_entropy(mood"],
  "a setting of training without its value": ["epochs: 1", "epochs:"],
};

describe("what is broken is said once, by the parser", () => {
  test("the source without a slip is sound", () => {
    expect(compile("t.fuse", readerOf({ "t.fuse": MODEL + BLOCK + DATA })).findings).toEqual([]);
  });

  test.each(Object.entries(SLIPS))("%s", (_, [right, wrong]) => {
    const source = (MODEL + BLOCK + DATA).replace(right, wrong);
    expect(source).not.toBe(MODEL + BLOCK + DATA);
    const { findings, models } = compile("t.fuse", readerOf({ "t.fuse": source }));
    expect(findings.length).toBeGreaterThan(0);
    expect(
      findings.map(({ code, message }) => `${code} ${message}`).filter((text) => !/^FW0/.test(text)),
    ).toEqual([]);
    expect(models).toEqual([]);
  });
});
