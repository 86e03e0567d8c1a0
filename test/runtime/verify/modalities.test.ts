/** Every modality, each of which a record may lack, in models that fuse several. */
import { describe, expect, test } from "vitest";
import { modalities } from "../../../compiler/modalities/index.generated.ts";
import { temporaryFolder } from "../temporary.ts";
import { trialOf, verdictsOf } from "./kit/tried.ts";

const folder = temporaryFolder();

/** An input of each modality, ragged where it may be, where its field comes from, and how it is encoded. */
const INPUTS: Readonly<Record<Name, readonly [type: string, from: string, encoded: string]>> = {
  text: ["text(words: 4, vocabulary: 9)", "column", "embed(4) |> batch_norm |> mean(over: word)"],
  image: ["image(4, 4, rgb)", "file", "conv(4, bias: false) |> batch_norm |> relu |> mean(over: space)"],
  audio: [
    "audio(0.02 s, ragged: true) @ 500 Hz",
    "file",
    "conv(4, stride: 2, bias: false) |> batch_norm |> mean(over: time)",
  ],
  video: [
    "video(3, 3, rgb, frames: 3, ragged: true) @ 8 fps",
    "file",
    "conv(4) |> mean(over: space) |> gru(4)",
  ],
  series: ["series(samples: 5, channels: 3, ragged: true) @ 50 Hz", "column", "standardise |> lstm(4)"],
  points: ["points(4, channels: 3)", "column", "dense(4, relu) |> max(over: point) |> batch_norm"],
  volume: ["volume(3, 3, 3)", "column", "conv(4) |> mean(over: space)"],
  tabular: ["tabular(categories: [3, 2])", "columns", "embed(4) |> attention_pool(over: column)"],
  graph: ["graph(3, channels: 3)", "column", "mean(over: node)"],
  vector: ["vector(4)", "column", "dense(4) |> layer_norm"],
};

type Name = keyof typeof modalities;

/** Where a modality is several values, what stands for them. */
const PARTS: Readonly<Partial<Record<Name, string>>> = {
  tabular: "tabular_in.categories",
  graph: "graph_conv(graph_in.nodes, graph_in.edges, units: 4)",
};

function sourceWith(names: readonly Name[], output: string): string {
  const lines = names.map((name) => `  optional input ${name}_in: ${INPUTS[name][0]}`);
  const encoded = names.map(
    (name) => `  of_${name} = ${PARTS[name] ?? `${name}_in`} |> ${INPUTS[name][2]} |> dense(4)`,
  );
  const fields = names.map(
    (name) =>
      `  ${name}_in = ${INPUTS[name][1]}(${INPUTS[name][1] === "columns" ? '["a", "b"]' : `"${name}"`})`,
  );
  return `category Mood = ["glad", "sad"]
model Tried {
${[...lines, ...encoded].join("\n")}
  output mood: Mood = ${output}
}
data Rows {
  from: "rows.csv"
${fields.join("\n")}
  mood = column("mood")
  split: column("split")
}
train Tried on Rows {
  minimise: cross_entropy(mood)
  optimizer: adam(0.01)
  drop: modality(0.15)
  epochs: 1
  batch: 8
}
`;
}

const each = (names: readonly Name[], expression: (name: Name) => string) => names.map(expression).join(", ");

const FUSIONS: Readonly<Record<string, (names: readonly Name[]) => string>> = {
  "features that are joined": (names) => `concat(${each(names, (name) => `of_${name}`)}) |> classify(Mood)`,
  "decisions that are joined": (names) =>
    `vote(${each(names, (name) => `of_${name} |> classify(Mood)`)}, weight: confidence)`,
};

/** Of ten there are 1,023 sets, of five 31 each. */
const GROUPS: readonly (readonly Name[])[] = [
  ["text", "image", "audio", "video", "series"],
  ["points", "volume", "tabular", "graph", "vector"],
];

const ASKED = [
  "padding_inert",
  "subsets_finite",
  "absence_one_path",
  "absence_inert",
  "absence_uncounted",
  "rows_apart",
  "trains_as_predicts",
];

test("every modality is among them", () => {
  expect(GROUPS.flat().toSorted()).toEqual(Object.keys(modalities).toSorted());
});

describe.each(GROUPS.map((names) => [names.join(", "), names] as const))(
  "optional inputs, %s",
  (_, names) => {
    test.each(Object.entries(FUSIONS))("are sound as %s", { timeout: 60_000 }, async (_, fused) => {
      const verdicts = await verdictsOf(trialOf(sourceWith(names, fused(names))), folder, ASKED);
      const found = Object.values(verdicts).map(({ name, status }) => `${name}: ${status}`);
      expect(found.toSorted()).toEqual(ASKED.map((name) => `${name}: ok`).toSorted());
      expect(verdicts.subsets_finite).toMatchObject({ note: "31 sets" });
    });
  },
);
