import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import type { MessageName } from "../../../diagnostics/messages/index.ts";
import { readerOf } from "./kit/cases.ts";

const CATEGORY = 'category Mood = ["glad", "sad"]\n';
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const list = (n: number) => `[${upTo(n).join(", ")}]`;

const inModel = (statements: string) => `${CATEGORY}model M {
  input v: vector(8)
  x = v |> relu
  ${statements}
  output mood: Mood = x |> classify(Mood)
}
`;

/** Blocks `B0` to `B<length>`, each applying `body` to `x`, which may name the next; the last drops out. */
const blocks = (length: number, body: (next: string) => string) =>
  upTo(length + 1)
    .map((i) => {
      const applied = i === length ? "x |> dropout(0.1)" : body(`B${i + 1}`);
      return `block B${i}(x: signal) -> signal {\n  return ${applied}\n}\n`;
    })
    .join("");

const nested = (depth: number, inner: string) => "dropout(".repeat(depth) + inner + ", 0.1)".repeat(depth);

const textModel = (words: number, vocabulary: number, dim: number) => `${CATEGORY}model M {
  input t: text(words: ${words}, vocabulary: ${vocabulary})
  output mood: Mood = t |> embed(${dim}) |> mean(over: word) |> classify(Mood)
}`;

/** Sources that ask for more than can be done, and what each is told. */
const greedy: Readonly<Record<string, readonly [source: string, told: MessageName]>> = {
  "blocks that double": [
    blocks(40, (next) => `x |> ${next} |> ${next}`) + inModel("y = v |> B0"),
    "expansion_limit",
  ],
  "a long chain of blocks": [
    blocks(3000, (next) => `x |> ${next}`) + inModel("y = v |> B0"),
    "nesting_limit",
  ],
  "chains of blocks within long chains": [
    blocks(59, (next) => `x |> ${next}${" |> dropout(0.1)".repeat(150)}`) + inModel("y = v |> B0"),
    "expansion_limit",
  ],
  "chains of blocks within brackets": [
    blocks(59, (next) => nested(50, `x |> ${next}`)) + inModel("y = v |> B0"),
    "nesting_limit",
  ],
  "lists that double": [
    inModel(
      `l0 = [x, x]\n${upTo(60)
        .map((i) => `  l${i + 1} = [l${i}, l${i}]\n`)
        .join("")}  y = concat(l60)`,
    ),
    "expansion_limit",
  ],
  "turns of turns": [
    inModel(`for a in ${list(300)}, b in ${list(300)}, c in ${list(300)} {\n    y = x |> dropout(0.1)\n  }`),
    "expansion_limit",
  ],
  "turns that do nothing": [
    inModel(`for a in ${list(300)}, b in ${list(300)}, c in ${list(300)} {\n  }`),
    "expansion_limit",
  ],
  "a list of lists of turns": [
    inModel(`y = [a for a in ${list(300)}, b in ${list(300)}, c in ${list(300)} if a == 400]`),
    "expansion_limit",
  ],
  "many operators": [
    inModel(`for a in ${list(200)}, b in ${list(150)} {\n    x = x |> relu\n  }`),
    "expansion_limit",
  ],
  "recurrence after recurrence": [
    `${CATEGORY}model M {
  input t: series(samples: 512, channels: 3)
  output mood: Mood = t${" |> gru(4, keep: all)".repeat(30)} |> mean(over: time) |> classify(Mood)
}`,
    "expansion_limit",
  ],
  "words without end": [textModel(2_000_000_000, 9, 4), "setting_range"],
  "vectors without end": [textModel(10, 9, 2_000_000_000), "value_too_large"],
  "a table without end": [textModel(10, 2_000_000_000, 64), "weights_too_many"],
  "sound without end": [
    `${CATEGORY}model M {
  input t: audio(1e300 s) @ 1e300 MHz
  output mood: Mood = t |> mean(over: time) |> classify(Mood)
}`,
    "size_fractional",
  ],
  "heads without end": [
    `${CATEGORY}model M {
  input t: series(samples: 2, channels: 1_000_000_000)
  output mood: Mood = t |> self_attention(1_999_999_999) |> mean(over: time) |> classify(Mood)
}`,
    "size_unequal",
  ],
  "a flat picture without end": [
    `${CATEGORY}model M {
  input t: image(26_000, 26_000, rgb)
  output mood: Mood = t |> flatten |> dense(2) |> classify(Mood)
}`,
    "weights_too_many",
  ],
  "sizes that double": [
    `block B(x: feature[channel: D]) -> feature {
  n0 = D
${upTo(60)
  .map((i) => `  n${i + 1} = n${i} + n${i}\n`)
  .join("")}  return x |> dense(n60)
}
${inModel("y = x |> B")}`,
    "setting_kind",
  ],
  "numbers beyond all numbers": [inModel("y = x |> dense(1e308 * 10 - 1e308 * 10)"), "setting_kind"],
  "axes without end": [
    `block B(x: feature[${upTo(20_000)
      .map((i) => `a${i}: 1`)
      .join(", ")}]) -> feature {
  return x |> relu
}
${inModel("")}`,
    "axes_too_many",
  ],
  "unknown names without end": [
    inModel(
      upTo(20_000)
        .map((i) => `w${i} = nome${i} |> relu\n`)
        .join("  "),
    ),
    "unknown_name",
  ],
  "a block inside itself": [
    `block B0(x: signal) -> signal {\n  return x |> B0 |> B0\n}\n${inModel("y = v |> B0")}`,
    "block_recursive",
  ],
  "blocks inside each other": [
    `${blocks(20, (next) => `x |> ${next} |> B0`)}${inModel("y = v |> B0")}`,
    "block_recursive",
  ],
};

describe("asking for more than can be done", () => {
  test.each(Object.entries(greedy))("%s", (_, [source, told]) => {
    const { findings, models } = compile("t.fuse", readerOf({ "t.fuse": source }));
    expect(findings.map(({ name }) => name)).toContain(told);
    expect(findings.length).toBeLessThanOrEqual(1000);
    expect(Math.max(...findings.map(({ related }) => related.length))).toBeLessThan(20);
    expect(models).toEqual([]);
  });

  test("a limit is told once, and nothing after it", () => {
    const [source] = greedy["blocks that double"]!;
    expect(compile("t.fuse", readerOf({ "t.fuse": source })).findings).toHaveLength(1);
  });
});

describe("what is large and yet allowed", () => {
  const large: Readonly<Record<string, string>> = {
    "many values": inModel(
      upTo(5000)
        .map((i) => `w${i} = x |> relu\n`)
        .join("  "),
    ),
    "many blocks":
      blocks(0, String) +
      upTo(5000)
        .map((i) => `block C${i}(x: signal) -> signal {\n  return x |> dropout(0.1)\n}\n`)
        .join("") +
      inModel(""),
    "many operands": inModel(
      `y = concat(${upTo(5000)
        .map(() => "x")
        .join(", ")})`,
    ),
    "many parameters": `block B(x: feature, ${upTo(3000)
      .map((i) => `p${i}: int`)
      .join(", ")}) -> feature {
  return x |> dropout(0.1)
}
${inModel(
  `y = x |> B(${upTo(3000)
    .map((i) => `p${i}: 1`)
    .join(", ")})`,
)}`,
    "a long chain": inModel(`y = x${" |> relu".repeat(400)}`),
    "many turns": inModel(`for a in ${list(60)}, b in ${list(60)} {\n    x = x |> relu\n  }`),
    "blocks within blocks": blocks(40, (next) => `x |> ${next}`) + inModel("y = v |> B0"),
  };
  test.each(Object.entries(large))("%s", (_, source) => {
    const { findings, models } = compile("t.fuse", readerOf({ "t.fuse": source }));
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(models).toHaveLength(1);
  });

  test("a chain of imports as long as a project may be", () => {
    const files = upTo(200).map((i): [string, string] => [
      `f${i}.fuse`,
      i === 199
        ? "block B(x: signal) -> signal {\n  return x |> dropout(0.1)\n}"
        : `use "./f${i + 1}.fuse" { B${i === 198 ? "" : i + 1} }\nblock B${i}(x: signal) -> signal {\n  return x |> dropout(0.1)\n}`,
    ]);
    const { findings } = compile("f0.fuse", readerOf(Object.fromEntries(files)));
    expect(findings).toEqual([]);
  });
});

describe("names that every object of JavaScript has", () => {
  const NAMES = [
    "__proto__",
    "constructor",
    "toString",
    "valueOf",
    "hasOwnProperty",
    "__defineGetter__",
    "prototype",
  ];

  test.each(NAMES)("%s names everything", (name) => {
    const other = `${name}2`;
    const source = `category ${name} = ["${name}", "${name}3", "b"]
block ${name}Block(${other}: signal[channel: ${name}3], ${name}4: int, ${name}5: category) -> (${other}: feature, ${name}6: logits<${name}5>) {
  y = ${other} |> dense(${name}4 + ${name}3, relu)
  return ${other}: y, ${name}6: y |> classify(${name}5)
}
model ${name}Model {
  input ${other}: vector(4)
  optional input ${name}7: text(words: 3, vocabulary: 9)
  parts = ${other} |> ${name}Block(${name}4: 4, ${name}5: ${name})
  ${name}9 = parts.${other}
  for ${name}10 in [1, 2] {
    ${name}9 = ${name}9 |> dense(${name}10)
  }
  output ${name}8: ${name} = vote(parts.${name}6, ${name}9 |> classify(${name}), ${name}7 |> embed(2) |> mean(over: word) |> classify(${name}))
  require shape(${name}9) == feature[2]
}
data ${name}Data {
  from: "a.csv"
  ${other} = column("${name}")
  ${name}7 = column("${name}") |> lowercase
  ${name}8 = column("constructor")
  split: column("__proto__")
}
train ${name}Model on ${name}Data {
  minimise {
    ${name} = cross_entropy(${name}8)
    again = 0.5 * cross_entropy(${name}8)
  }
  optimizer: adam
  epochs: 1
  batch: 2
}`;
    const { findings, models } = compile("t.fuse", readerOf({ "t.fuse": source }));
    expect(findings.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
    const [{ model } = never()] = models;
    expect(Object.keys(model.predict.results)).toEqual([`${name}8`]);
    expect(Object.keys(model.training!.train.results)).toContain(`loss/${name}`);
    expect(model.interface.outputs[0]).toMatchObject({ category: { labels: [name, `${name}3`, "b"] } });
  });

  test.each(NAMES)("%s alone names values, inputs, outputs and labels", (name) => {
    const source = `category C = ["${name}", "b"]
block B(${name}: feature) -> feature {
  return ${name} |> relu
}
model M {
  input ${name}: vector(4)
  mean = ${name} |> dense(3) |> B
  output result: C = mean |> classify(C)
}
model N {
  input x: vector(4)
  output ${name}: C = x |> classify(C)
}`;
    const { findings, models } = compile("t.fuse", readerOf({ "t.fuse": source }));
    if (name === "__proto__") {
      expect(findings.map((finding) => finding.name)).toEqual(["name_reserved", "name_reserved"]);
      return;
    }
    expect(findings).toEqual([]);
    expect(models.map(({ model }) => Object.keys(model.predict.results))).toEqual([["result"], [name]]);
    expect(models[0]!.model.predict.feeds.map((feed) => feed.name)).toEqual([name]);
  });

  test.each(NAMES)("%s is unknown where nothing has that name", (name) => {
    const source = `category Mood = ["glad", "sad"]
block B(x: ${name}) -> ${name} {
  return x
}
model M {
  input x: ${name}(4)
  input y: vector(4)
  a = y |> ${name}
  b = ${name}
  c = y |> dense(4, ${name}: 3)
  d = y |> dense(4, ${name})
  e = y |> mean(over: ${name})
  output mood: ${name} = y
  require ${name} < 4
}
data D {
  from: "a.csv"
  ${name}: 3
  y = column("y") |> ${name}
  split: column("s")
}
train M on ${name} {
  minimise: ${name}(mood)
  optimizer: ${name}
  schedule: ${name}
  clip: ${name}
  epochs: 1
  batch: 1
  stop: stalls(validation.${name}, for: 2)
}`;
    const { findings } = compile("t.fuse", readerOf({ "t.fuse": source }));
    const lines = findings.map(({ span }) => source.slice(0, span.start).split("\n").length);
    expect(lines.sort((a, b) => a - b)).toEqual([
      2, 2, 6, 8, 9, 10, 11, 12, 13, 14, 18, 19, 22, 23, 24, 25, 26, 29,
    ]);
    expect(findings.filter(({ help }) => help.some((line) => /function|native|\[object/.test(line)))).toEqual(
      [],
    );
  });
});

function never(): never {
  throw new Error("no model");
}
