/** Random sources that compile, from a seed: models, blocks, data and training, with every part of the language. */
import { type Random, random } from "./random.ts";

/** How an input of a type becomes a feature of some channels. */
const INPUTS: readonly (readonly [type: string, steps: (width: number) => string])[] = [
  ["vector(8)", (width) => `dense(${width}, relu)`],
  ["vector(16)", (width) => `dense(${width}, activation: tanh) |> layer_norm`],
  ["text(words: 6, vocabulary: 1_0)", (width) => `embed(${width}) |> mean(over: word)`],
  ["text(words: 4, vocabulary: 2k)", (width) => `embed(2 * ${width} / 2) |> max(over: word)`],
  ["image(8, 8, rgb)", (width) => `conv(4, bias: false) |> relu |> mean(over: space) |> dense(${width})`],
  ["image(4*2, 8, gray) in 0..1", (width) => `flatten |> dense(${width})`],
  ["audio(1 s) @ 20 Hz in -1..1", (width) => `mean(over: time) |> dense(${width})`],
];

/** The source of a number. */
export function modelSource(seed: number): string {
  const choose = random(seed);
  const width = choose.pick([4, 6, 8]);
  const labels = ["glad", "sad", "calm", "none of these", 'a \\"b\\"'].slice(0, 2 + choose.below(4));
  const inputs = Array.from({ length: 1 + choose.below(3) }, (_, index) => ({
    name: choose.pick(["words", "x", "picture_of_a_face", "data"]) + index,
    kind: choose.pick(INPUTS),
  }));
  const declared = inputs.map(({ name, kind: [type] }) => `  input ${name}: ${type}`);
  const encoded = inputs.map(
    ({ name, kind: [, steps] }, index) => `  e${index} = ${name} |> ${steps(width)}`,
  );
  const features = inputs.map((_, index) => `e${index}`);
  const body = statements(choose, features, width);
  const decides = choose.pick([
    `${body.last} |> classify(Mood)`,
    `vote(${body.last} |> classify(Mood), ${features[0]} |> classify(Mood), weight: ${choose.pick(["equal", "learned", "confidence"])})`,
  ]);
  return [
    choose.pick(["// A source for a test.\n", ""]),
    `/// ${choose.pick(["What is decided.", "Moods.\n/// All of them."])}`,
    `category Mood = [${labels.map((label) => `"${label}"`).join(", ")}]`,
    "",
    BLOCKS,
    "model M {",
    ...declared,
    "",
    ...encoded,
    ...body.lines,
    "",
    `  output mood: Mood = ${decides}`,
    choose.pick(["", `  require parameters < 2M, macs >= 0, shape(${body.last}) == feature[${width}]`]),
    "}",
    ...training(
      choose,
      inputs.map(({ name, kind: [type] }) => ({
        name,
        source: type.startsWith("image") ? "file" : "column",
      })),
    ),
    "",
  ].join("\n");
}

const BLOCKS = `block Twice(x: feature[channel: D], layers: int = (1 + 1) * 2 / 2, rate: number = 0.1) -> feature[channel: D] {
  for layer in [1, 2], other in [layer] {
    x = x |> dense(D, relu) |> dropout(rate)
  }
  return x |> dense(D)
}

block Halves(x: feature[channel: D]) -> (left: feature[D/2], right: feature[channel: D / 2]) {
  return left: x |> dense(D/2), right: x |> dense(D / 2, relu)
}

block Joined(xs: list<feature>, width: int) -> feature {
  ys = [x |> dense(width) for x in xs]
  return concat(ys) |> dense(width)
}
`;

/** Values made from features of one width, and one of that width made from all of them. */
function statements(choose: Random, features: readonly string[], width: number) {
  const names = [...features];
  const lines: string[] = [];
  const any = () => choose.pick(names);
  const makers: readonly (() => string)[] = [
    () => `${any()} |> dense(${width}, relu) |> dropout(0.3)`,
    () => `sum(${any()}, ${any()})`,
    () => `concat(${any()}, ${any()} |> dense(${width})) |> dense(-(-${width}), activation: relu)`,
    () => `multiply(${any()} |> dense(${width}, sigmoid), ${any()})`,
    () => `${any()} |> Twice(layers: 1)`,
    () => `Twice(${any()}, rate: 1e-1)`,
    () => `Joined([${any()}, ${any()}, ${any()}], width: ${width})`,
    () => `(${any()} |> Twice) |> relu`,
    () => `${any()} |> shared`,
  ];
  lines.push(`  shared = new Twice(rate: 0.25, layers: 2)`);
  for (let count = 1 + choose.below(5); count > 0; count -= 1) {
    const name = `${choose.pick(["h", "joint", "a_longer_name_for_a_value"])}${count}`;
    lines.push(`  ${name} = ${choose.pick(makers)()}`);
    names.push(name);
    if (choose.chance(0.2)) lines.push("");
  }
  if (choose.chance(0.3)) {
    lines.push(`  parts = ${any()} |> Halves`, `  both = concat(parts.left, parts.right)`);
    names.push("both");
  }
  lines.push(`  everything = concat(${names.join(", ")}) |> dense(${width}) |> shared`);
  return { lines, last: "everything" };
}

function training(
  choose: Random,
  inputs: readonly { readonly name: string; readonly source: string }[],
): readonly string[] {
  if (choose.chance(0.3)) return [];
  const minimise = choose.pick([
    "  minimise: cross_entropy(mood, label_smoothing: 0.1)",
    "  minimise {\n    all = 0.5 * cross_entropy(mood)\n    again = cross_entropy(mood)\n  }",
  ]);
  return [
    "",
    "data Table {",
    '  from: "table.csv"',
    ...inputs.map(({ name, source }) => `  ${name} = ${source}("${name}")`),
    '  mood = column("mood")',
    '  split: column("split")',
    "}",
    "",
    "train M on Table {",
    minimise,
    `  optimizer: ${choose.pick(["adam", "adamw(learning_rate: 1e-3, weight_decay: 1e-4)", "sgd(learning_rate: 0.1)"])}`,
    choose.pick(["  schedule: cosine(warmup: 50)", "  clip: norm(1.0)", ""]),
    "  epochs: 2",
    "  batch: 8",
    "  stop: stalls(validation.log_loss, for: 3)",
    "}",
  ];
}
