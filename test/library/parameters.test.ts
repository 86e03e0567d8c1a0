import { expect, test } from "vitest";
import { weightsOf } from "./kit/block.ts";

const INPUTS: Readonly<Record<string, string>> = {
  phrase: "text(words: 6, vocabulary: 50)",
  motion: "series(samples: 10, channels: 3) @ 50 Hz",
};

const layer = (d: number, expansion: number) => 4 * d * d + 4 * d + 4 * d + feedForward(d, expansion);
const feedForward = (d: number, expansion: number) => 2 * expansion * d * d + (expansion + 1) * d;
const gru = (inputs: number, units: number) => 3 * units * (inputs + units + 2);
const lstm = (inputs: number, units: number) => 4 * units * (inputs + units + 1);

/** How many numbers each block trains, by its formula. Those of std.vision stand with what they compute. */
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
  ["phrase |> BagOfWords(width: 8)", 50 * 8 + 64 + 8],
])("%s trains %i", (steps, count) => {
  const inputs = Object.entries(INPUTS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(steps));
  const declared = inputs.map(([name, type]) => `input ${name}: ${type}\n`).join("");
  expect(weightsOf(`${declared}made = ${steps}`)).toBe(count);
});
