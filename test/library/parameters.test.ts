import { expect, test } from "vitest";
import { weightsOf } from "./kit/block.ts";

const INPUTS: Readonly<Record<string, string>> = {
  phrase: "text(words: 6, vocabulary: 50)",
  photo: "image(18, 16, rgb)",
  clip: "video(8, 8, rgb, frames: 4) @ 8 fps",
  scan: "points(20, channels: 3)",
  molecule: "graph(6, channels: 4)",
  patient: "tabular(numbers: 3, categories: [4, 5])",
  reading: "vector(8)",
  motion: "series(samples: 10, channels: 3) @ 50 Hz",
};

const layer = (d: number, expansion: number) => 4 * d * d + 4 * d + 4 * d + feedForward(d, expansion);
const feedForward = (d: number, expansion: number) => 2 * expansion * d * d + (expansion + 1) * d;
const gru = (inputs: number, units: number) => 3 * units * (inputs + units + 2);
const lstm = (inputs: number, units: number) => 4 * units * (inputs + units + 1);

/** How many numbers each block trains, by its formula. Those of std.fusion and of convolutions stand with what they compute. */
test.each([
  ["motion |> FeedForward(expansion: 2)", feedForward(3, 2)],
  ["motion |> TransformerLayer(heads: 3)", layer(3, 4)],
  [
    "motion |> dense(8, bias: false) |> TransformerEncoder(layers: 3, heads: 2, expansion: 2)",
    24 + 3 * layer(8, 2) + 16,
  ],
  ["motion |> GruEncoder(width: 5, layers: 2)", gru(3, 5) + gru(5, 5)],
  ["motion |> LstmEncoder(width: 5, layers: 2)", lstm(3, 5) + lstm(5, 5)],
  ["phrase |> TextTransformer(width: 8, layers: 2, heads: 2)", (50 + 6) * 8 + 2 * layer(8, 4) + 16],
  ["clip |> FrameConvNet(widths: [4, 8])", 9 * 3 * 4 + 2 * 4 + 9 * 4 * 8 + 2 * 8],
  [
    "clip |> FrameTransformer(widths: [8], layers: 1, heads: 2)",
    9 * 3 * 8 + 2 * 8 + 4 * 8 + layer(8, 4) + 16,
  ],
  ["clip |> VideoConvNet(widths: [4, 8])", 27 * 3 * 4 + 2 * 4 + 27 * 4 * 8 + 2 * 8],
  ["scan |> PointNet(widths: [4, 8])", 3 * 4 + 3 * 4 + 4 * 8 + 3 * 8],
  ["GCN(molecule.nodes, molecule.edges, widths: [8, 5])", 4 * 8 + 8 + 8 * 5 + 5],
  ["GAT(molecule.nodes, molecule.edges, widths: [8, 5], heads: 2)", 2 * 8 * (4 + 3) + 2 * 5 * (16 + 3)],
  ["ModalityGraph([reading, reading |> relu], widths: [4, 5])", 4 + 8 * 4 + 4 + 4 * 5 + 5],
  ["TabularEmbedding(patient.numbers, patient.categories, embedding: 2, width: 8)", 11 * 2 + (3 + 4 + 1) * 8],
  [
    "TabTransformer(patient.numbers, patient.categories, embedding: 4, layers: 3, heads: 2, width: 8)",
    11 * 4 + 3 * layer(4, 4) + 8 + (3 + 8 + 1) * 8,
  ],
  [
    "photo |> PatchTransformer(patch: 4, width: 8, layers: 2, heads: 2)",
    16 * 3 * 8 + 8 + 4 * 4 * 8 + 2 * layer(8, 4) + 16,
  ],
  [
    "FTTransformer(patient.numbers, patient.categories, width: 8, layers: 3, heads: 2)",
    (6 + 11 + 2 + 1) * 8 + 3 * layer(8, 2),
  ],
  ["motion |> TemporalBlock(width: 4, kernel: 5)", 6 * 3 * 4 + 5 * 4 * 4 + 3 * 4],
  [
    "motion |> TemporalConvNet(widths: [4, 8])",
    4 * 3 * 4 + 3 * 4 * 4 + 3 * 4 + 4 * 4 * 8 + 3 * 8 * 8 + 3 * 8,
  ],
  ["phrase |> BagOfWords(width: 8)", 50 * 8 + 64 + 8],
])("%s trains %i", (steps, count) => {
  const inputs = Object.entries(INPUTS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(steps));
  const declared = inputs.map(([name, type]) => `input ${name}: ${type}\n`).join("");
  expect(weightsOf(`${declared}made = ${steps}`)).toBe(count);
});
