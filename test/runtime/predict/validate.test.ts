import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InputSpec, ModelInterface } from "../../../compiler/plan/interface.ts";
import { recordFailure } from "../../../runtime/predict/problems.ts";
import { recordSchema } from "../../../runtime/predict/record-schema.ts";
import { createRecordCheck } from "../../../runtime/predict/validate.ts";
import { categoryOutput, imageInput, seriesInput, textInput, vectorInput } from "../samples.ts";

const faceOf = (...inputs: InputSpec[]): ModelInterface => ({
  model: "Feeling",
  inputs,
  outputs: [categoryOutput("mood", ["glad", "sad"])],
});
const checkOf = (face: ModelInterface) => createRecordCheck(face, recordSchema(face));

const span = (start: number) => ({ file: "main.fuse", start, end: start + 4 });
const NAME = { ...textInput("name", 4, 20, { span: span(10) }), documentation: "What it is called." };
const PICTURE = imageInput("picture", 8, 8, 3);
const MOVES = seriesInput("moves", 2, 3, { span: span(30), optional: true });
const LEVEL = vectorInput("level", 1, { span: span(40), optional: true });
const FACE = faceOf(NAME, PICTURE, MOVES, LEVEL);

/** Each problem as its field, words and help. */
const told = (record: unknown, face = FACE) =>
  checkOf(face)(record).map(({ field, message, help }) => [field, message, help]);

describe("the schema of a record", () => {
  it("has a field for each input, and asks for those that are not optional", () => {
    expect(recordSchema(faceOf(NAME, LEVEL))).toEqual({
      title: "Feeling",
      type: "object",
      properties: {
        name: { type: "string", description: "What it is called." },
        level: { type: "array", items: { type: "number" }, minItems: 1, maxItems: 1 },
      },
      required: ["name"],
      additionalProperties: false,
      minProperties: 1,
    });
  });
});

describe("a record that fits", () => {
  it.each([
    [{ name: "red apple", picture: "apple.png" }],
    [{ name: "", picture: { base64: "AAAA" }, level: [0] }],
    [
      {
        level: [-1.5],
        moves: [
          [1, 2, 3],
          [4, 5, 6],
        ],
        picture: "a.png",
        name: "x",
      },
    ],
  ])("has no problem: %j", (record) => {
    expect(told(record)).toEqual([]);
  });
});

describe("a record that does not fit", () => {
  const sound = { name: "apple", picture: "apple.png" };

  it.each([
    ["name", 3, "must be a text, not a number"],
    ["name", null, "must be a text, not null"],
    ["name", ["a"], "must be a text, not a list of 1"],
    ["picture", "", 'must be a text or an object with "base64", not an empty text'],
    ["picture", { base64: 1 }, 'must be a text or an object with "base64", not an object'],
    ["level", 0.5, "must be a list with a number, not a number"],
    ["level", [], "must be a list with a number, not an empty list"],
    ["level", [true], "must be a list with a number, but true stands at place 1"],
    ["moves", [1, 2, 3, 4, 5, 6], "must be a list of 2 lists of 3 numbers, not a list of 6"],
    [
      "moves",
      [
        [1, 2, 3],
        [4, "5", 6],
      ],
      "must be a list of 2 lists of 3 numbers, but a text stands at place 2, 2",
    ],
    [
      "moves",
      [
        [1, 2, 3],
        [4, 5],
      ],
      "must be a list of 2 lists of 3 numbers, but a list of 2 stands at place 2",
    ],
  ])("%s: %j", (field, value, message) => {
    expect(told({ ...sound, [field]: value })).toEqual([[field, message, expect.stringMatching(/\.$/)]]);
  });

  it("may lack an input, or give nothing for an optional one", () => {
    expect(told({ picture: "a.png" })).toEqual([
      ["name", "is missing", expect.stringContaining("Give a text, or")],
    ]);
    expect(told({ ...sound, level: null })).toEqual([
      ["level", expect.stringContaining("not null"), "Leave level out where there is none."],
    ]);
  });

  it("may have fields of its own", () => {
    expect(told({ ...sound, mood: "glad", weather: 1, levle: [1] })).toEqual([
      ["mood", "is no input of Feeling", "Leave mood out: the model decides it."],
      ["weather", "is no input of Feeling", "Leave weather out, or give name, picture, moves or level."],
      ["levle", "is no input of Feeling", "Did you mean level?"],
    ]);
  });

  it("is told once of a misspelt field, not also of a missing one", () => {
    expect(told({ nmae: "apple", picture: "a.png" })).toEqual([
      ["nmae", "is no input of Feeling", "Did you mean name?"],
    ]);
    expect(told({ nmae: "apple", naem: "pear", picture: "a.png" })).toHaveLength(2);
  });

  it("may be no record at all", () => {
    expect(told([sound])).toEqual([[undefined, "must be an object, not a list of 1", expect.anything()]]);
    expect(told(null)).toEqual([[undefined, "must be an object, not null", expect.anything()]]);
    expect(told({}, faceOf(MOVES, LEVEL))).toEqual([[undefined, "has no field", "Give moves or level."]]);
  });

  it("is told all its problems, each with the line of its input", () => {
    const failure = recordFailure(2, checkOf(FACE)({ name: 3, level: "high", mood: "sad" }));
    expect(failure).toMatchObject({
      name: "RuntimeFailure",
      reason: "record-invalid",
      record: 2,
      message:
        "record 3, name: must be a text, not a number; level: must be a list with a number, not a text; " +
        "mood: is no input of Feeling; picture: is missing",
      span: span(10),
    });
    expect(failure.related).toEqual([
      { span: span(40), text: "level: must be a list with a number, not a text" },
      { span: PICTURE.span, text: "picture: is missing" },
    ]);
    expect(failure.help.split("\n")).toHaveLength(4);
  });
});

describe("names that every object knows", () => {
  const NAMES = ["__proto__", "constructor", "toString", "hasOwnProperty"];

  it.each(NAMES)("%s may be an input", (name) => {
    const face = faceOf(vectorInput(name, 1));
    expect(told(JSON.parse(`{"${name}": [1]}`), face)).toEqual([]);
    expect(told(JSON.parse(`{"${name}": "x"}`), face)).toHaveLength(1);
    expect(told({ other: 1 }, face)).toContainEqual([name, "is missing", expect.anything()]);
  });

  it.each(NAMES)("%s is refused where it is none", (name) => {
    expect(told(JSON.parse(`{"name": "a", "picture": "b", "${name}": 1}`))).toHaveLength(1);
  });
});

describe("the check", () => {
  it("refuses exactly what the schema refuses", () => {
    const fits = new Ajv({ allErrors: true, ownProperties: true }).compile(recordSchema(FACE));
    const check = checkOf(FACE);
    const numbers = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.string()), { maxLength: 4 });
    const record = fc.record(
      {
        name: fc.oneof(fc.string(), fc.integer()),
        picture: fc.oneof(fc.string(), fc.record({ base64: fc.string() }), fc.jsonValue()),
        moves: fc.array(numbers, { maxLength: 3 }),
        level: fc.oneof(fc.tuple(fc.double()), fc.constant(null), numbers),
        mood: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: record }, fc.jsonValue()), (given) => {
        expect(check(given).length === 0).toBe(fits(given));
      }),
      { seed: 5, numRuns: process.env.FUSEWIRE_FULL ? 50_000 : 2_000 },
    );
  });
});
