import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { renderText } from "../../../diagnostics/render/text.ts";
import { FEELING } from "../../grammar/kit/feeling.ts";

/** What somebody writes by mistake: in place of what, and the codes of all errors that it is told by, in order. */
type Slip = readonly [what: string, right: string, wrong: string, ...codes: readonly string[]];

/** A sound source that uses a block of another file. */
const SOURCE = `use "./heads.fuse" { Head }\n\n${FEELING}`
  .replace("output mood: Mood = joint", "output mood: Mood = joint |> Head")
  .replace("|> relu |> max_pool(2)", "|> batch_norm |> relu |> max_pool(2)");

const HEADS = "block Head(x: feature[channel: D]) -> feature {\n  return x |> dense(D)\n}\n";

const DENSE = "dense(64, relu) |> dropout(0.3)";

const SLIPS: readonly Slip[] = [
  // ---- signs and brackets ------------------------------------------------------------------------------
  ["a missing brace", "macs < 50M\n}\n", "macs < 50M\n\n", "FW0020"],
  ["a missing opening brace", "model Feeling {", "model Feeling", "FW0040"],
  ["a brace too many", "macs < 50M\n}\n", "macs < 50M\n}\n}\n", "FW0021"],
  ["a missing bracket", "dropout(0.3)", "dropout(0.3", "FW0020"],
  ["a missing comma", DENSE, "dense(64 relu) |> dropout(0.3)", "FW0052"],
  ["a missing comma between parameters", "x: image, widths", "x: image widths", "FW0052"],
  ["a missing colon", "input face:  image", "input face image", "FW0045"],
  ["a missing colon of a setting", "epochs:    20", "epochs 20", "FW0047"],
  ["a missing quote", '"glad", "sad"]', '"glad", "sad]', "FW0010"],
  ["a missing pipe", "|> dropout(0.3)", "dropout(0.3)", "FW0054"],
  ["a parameter without its name", "Encoder(x: image", "Encoder(: image", "FW0042"],
  ["a path without quotes", '"./heads.fuse"', "./heads.fuse", "FW0070"],
  ["an input without its type", "input face:  image(64, 64, rgb)", "input face", "FW0043"],
  ["a function of another language", "|> dropout(0.3)", "|> lambda t: t * 2", "FW0054"],
  ["a semicolon", "dropout(0.3)", "dropout(0.3);", "FW0030"],

  // ---- names -------------------------------------------------------------------------------------------
  ["a misspelt operator", "|> batch_norm", "|> bach_norm", "FW1002"],
  ["a misspelt block", "|> Encoder(", "|> Encodr(", "FW1002"],
  ["a misspelt value", "concat(said, shown)", "concat(sayd, shown)", "FW1001"],
  ["a misspelt modality", "image(64, 64, rgb)", "imge(64, 64, rgb)", "FW1003"],
  ["a misspelt setting", "adamw(learning_rate", "adamw(learning_rat", "FW3101"],
  ["a misspelt setting of a block", "widths: [16, 32]", "width: [16, 32]", "FW3101"],
  ["a misspelt choice", DENSE, "dense(64, rleu) |> dropout(0.3)", "FW3003"],
  ["a misspelt axis", "over: word)", "over: words)", "FW3005"],
  ["a misspelt declaration", "model Feeling", "modle Feeling", "FW0049"],
  ["a misspelt setting of training", "epochs:", "epoch:", "FW1004"],

  // ---- settings without their names, and of other sizes --------------------------------------------------
  ["a setting of a block without its name", "Encoder(widths: [16, 32])", "Encoder([16, 32])", "FW3104"],
  ["a setting of an operator without its name", "mean(over: word)", "mean(word)", "FW3104"],
  [
    "settings of a modality without their names",
    "text(words: 32, vocabulary: 5_000)",
    "text(32, 5_000)",
    "FW3104",
    "FW3104",
  ],
  ["a wrong unit", "macs < 50M", "macs < 50MB", "FW3001"],
  ["a unit where none belongs", "epochs:    20", "epochs:    20 s", "FW3001"],
  ["a unit that is none", "image(64, 64, rgb)", "image(64 px, 64, rgb)", "FW0052"],
  ["per cent", "dropout(0.3)", "dropout(30)", "FW3002"],
  ["a comma between digits", "vocabulary: 5_000", "vocabulary: 5,000", "FW3104"],
  ["a number in quotes", "embed(64)", 'embed("64")', "FW3001"],

  // ---- habits of Keras and PyTorch ----------------------------------------------------------------------
  ["Dense(64)", DENSE, "Dense(64, relu) |> dropout(0.3)", "FW1002"],
  ["Dense(64)(x)", `joint = concat(said, shown) |> ${DENSE}`, "joint = Dense(64)(said)", "FW0057"],
  ["nn.Linear", DENSE, "nn.Linear(64, 64) |> dropout(0.3)", "FW1002"],
  ["F.relu", "|> relu |>", "|> F.relu |>", "FW1002"],
  ["torch.cat", "concat(said, shown)", "torch.cat([said, shown])", "FW1002"],
  ["a method", "concat(said, shown)", "said.flatten()", "FW1002"],
  ["GlobalAveragePooling2D()", "mean(over: space)", "GlobalAveragePooling2D()", "FW1002"],
  ["kernel_size=3", "bias: false", "kernel_size=3, bias: false", "FW0050", "FW3101"],
  ["kernel_size: 3", "bias: false", "kernel_size: 3, bias: false", "FW3101"],
  ["axis=1", "mean(over: word)", "mean(axis=1)", "FW0050", "FW3101"],
  ["activation='relu'", DENSE, "dense(64, activation='relu') |> dropout(0.3)", "FW0050", "FW0011", "FW3004"],
  ["padding in quotes", "bias: false", 'padding: "same", bias: false', "FW3004"],
  ["False", "bias: false", "bias: False", "FW1001"],
  ["None", "bias: false", "bias: None", "FW1001"],
  ["Adam(lr=…)", "adamw(learning_rate: 1e-3)", "Adam(lr=1e-3)", "FW0050", "FW3003"],
  ["lr", "learning_rate: 1e-3", "lr: 1e-3", "FW3101"],
  ["batch_size", "batch:     32", "batch_size: 32", "FW1004"],
  ["loss", "minimise {", "loss {", "FW1004"],
  ["CrossEntropyLoss", "cross_entropy(mood)", "CrossEntropyLoss(mood)", "FW3003"],
  ["vocab_size", "vocabulary: 5_000", "vocab_size: 5_000", "FW3101"],
  ["channels first", "image(64, 64, rgb)", "image(3, 64, 64)", "FW3001"],
  ["adding values", "concat(said, shown)", "said + shown", "FW3001"],
  ["an input that is called", "input face:  image(64, 64, rgb)", "face = Input(64, 64, rgb)", "FW1002"],
  ["returning from a model", "output mood: Mood =", "return", "FW3203"],
  // ---- more of other languages ----------------------------------------------------------------------------
  ["a method of a value", "words |> embed(64)", "words.embed(64)", "FW1002"],
  ["a method of a list", "widths: [16, 32]", "widths: [16, 32].map(double)", "FW1002"],
  ["a value's shape", DENSE, "dense(shown.shape[1], relu) |> dropout(0.3)", "FW0054"],
  ["a place by its number", "concat(said, shown)", "concat(said[0], shown)", "FW3106"],
  ["a slice", "words |> embed(64)", "words[:, 0] |> embed(64)", "FW0054"],
  ["self", "joint = concat(said", "self.joint = concat(said", "FW0034"],
  ["a value that is not returned", "return x |> mean", "x |> mean", "FW0034"],
  ["a list of Python", "widths: list<int>", "widths: List[int]", "FW0054"],
  ["a list of TypeScript", "widths: list<int>", "widths: int[]", "FW0054"],
  ["an optional parameter of TypeScript", "widths: list<int>", "widths?: list<int>", "FW0059"],
  ["an optional input of Prisma", "face:  image(64, 64, rgb)", "face:  image(64, 64, rgb)?", "FW0059"],
  ["type parameters", "block Encoder(", "block Encoder<T>(", "FW0054"],
  ["an enumeration", 'category Mood = ["glad", "sad"]', "enum Mood {\n  glad\n  sad\n}", "FW0033"],
  ["a function", "block Encoder(", "fn Encoder(", "FW0033"],
  ["a template", '"diary.csv"', "`diary.csv`", "FW0011"],
  ["a power", "[16, 32]", "[2**4, 32]", "FW0059"],
  ["a quotient without rest", "conv(width, bias", "conv(width // 2, bias", "FW0020"],
  ["a remainder", "conv(width, bias", "conv(width % 2, bias", "FW0059"],
  ["per cent with its sign", "dropout(0.3)", "dropout(30%)", "FW0059"],
  ["a choice of C", "bias: false", "bias: width > 16 ? true : false", "FW0059"],
  ["a choice of Python", "bias: false", "bias: false if width else true", "FW0059"],
  ["not", "bias: false", "bias: not true", "FW0059"],
  ["settings from a dictionary", "Encoder(widths: [16, 32])", "Encoder(**settings)", "FW0059"],
  ["spread values", "concat(said, shown)", "concat(...[said, shown])", "FW0054"],
  ["sizes of all axes", "max_pool(2)", "max_pool([2, 2])", "FW3001"],
  ["a capital multiplier", "parameters < 500k", "parameters < 500 K", "FW0013"],
  ["a unit of other tools", "macs < 50M", "macs < 50 GFLOPs", "FW0013"],
  ["a billion", "parameters < 500k", "parameters < 1B", "FW3001"],
  ["`=` in a condition", "macs < 50M", "shape(joint) = feature[64]", "FW0054"],
  ["all names of a file", "{ Head }", "{ * }", "FW0054"],
  ["a file by another name", "{ Head }", "as heads", "FW0040"],
  ["train with", "Feeling on Diary", "Feeling with Diary", "FW0054"],
  ["a setting without its colon", "learning_rate: 1e-3", "learning_rate 1e-3", "FW0052"],
  ["a setting of data with `=`", 'from:  "diary.csv"', 'from = "diary.csv"', "FW4011"],
  ["a field of data with `:`", 'mood  = column("mood")', 'mood: column("mood")', "FW4011"],
  ["a split of Keras", 'split: column("split")', "validation_split: 0.2", "FW1004"],
  ["a field from a frame", 'mood  = column("mood")', 'mood  = df["mood"]', "FW3404"],
  ["a column without quotes", 'mood  = column("mood")', "mood  = column(mood)", "FW1001"],
  ["two sizes of a layer", "dense(64, relu) |> dropout", "dense(128, 64) |> dropout", "FW3001"],
  ["channels of both sides", "conv(width, bias: false)", "conv(3, width, 3)", "FW3104", "FW3104"],
  ["a size in both directions", "conv(width, bias: false)", "conv(width, kernel: [3, 3])", "FW3001"],
  ["a metric", "epochs:    20", 'epochs:    20\n  metrics: ["accuracy"]', "FW1004"],
  ["a choice in capitals", "bias: false", "padding: SAME, bias: false", "FW3003"],
  ["argmax", "|> classify(Mood)", "|> classify(Mood) |> argmax", "FW1002"],
  ["a statement that prints", "  joint = concat(said", "  print(said)\n  joint = concat(said", "FW0034"],
  ["a pipe that leads back", "words |> embed(64)", "embed(64) <| words", "FW0059"],
  ["no schedule", "cosine(warmup: 50)", "None", "FW3003"],
];

function errorsIn(text: string) {
  const files = new Map([
    ["feeling.fuse", text],
    ["heads.fuse", HEADS],
  ]);
  const { findings, sources } = compile("feeling.fuse", (path) => files.get(path));
  return { sources, errors: findings.filter(({ severity }) => severity === "error") };
}

test("the source without a slip is sound", () => {
  expect(errorsIn(SOURCE).errors).toEqual([]);
  expect(new Set(SLIPS.map(([what]) => what)).size).toBe(SLIPS.length);
});

describe("each slip is told by the errors that are its own, and no others", () => {
  test.each(SLIPS)("%s", (_, right, wrong, ...codes) => {
    expect(SOURCE.split(right), right).toHaveLength(2);
    const { errors, sources } = errorsIn(SOURCE.replace(right, wrong));
    const shown = renderText(errors, sources, { colour: false });
    expect(errors.map(({ code }) => code).sort(), shown).toEqual([...codes].sort());
  });
});

describe("a fix mends what it is offered for", () => {
  test.each(SLIPS)("%s", (_, right, wrong) => {
    const text = SOURCE.replace(right, () => wrong);
    for (const error of errorsIn(text).errors) {
      for (const { title, edits } of error.fixes) {
        const mended = edits
          .filter(({ span }) => span.file === "feeling.fuse")
          .toSorted((a, b) => b.span.start - a.span.start)
          .reduce((t, { span, text }) => t.slice(0, span.start) + text + t.slice(span.end), text);
        const left = errorsIn(mended).errors.map(({ code, message }) => `${code} ${message}`);
        expect(left, title).not.toContain(`${error.code} ${error.message}`);
      }
    }
  });
});
