import { expect, test } from "vitest";
import type { Dense } from "../compiler/graph/kit/dense.ts";
import {
  add,
  affine,
  average,
  type Cube,
  expectClose,
  flat,
  type Grid,
  type Images,
  type Nested,
  nest,
  type Row,
  sample,
  table,
} from "../compiler/operators/kit/arrays.ts";
import { attention } from "../compiler/operators/kit/attention.ts";
import { convolve } from "../compiler/operators/kit/loops.ts";
import { made } from "./kit/block.ts";
import {
  below,
  dense,
  encoder,
  fedForward,
  layerNorm,
  plus,
  transformerLayer,
  type Weights,
} from "./kit/transformer.ts";

const relu = (row: Row) => row.map((v) => Math.max(v, 0));
const pixels = (shape: readonly number[]): Dense => ({
  shape,
  data: flat(sample(shape)).map((v) => Math.floor((v + 1.5) * 85)),
});
/** What a model sees of bytes. */
const seen = ({ data, shape }: Dense): Nested =>
  nest(
    data.map((v) => v / 255),
    shape,
  );
const meanOf = (rows: Grid): Row => rows[0]!.map((_, c) => average(rows.map((row) => row[c]!)));

/** Two patients with two numbers and two categories; tokens of the second column stand behind those of the first. */
const NUMBERS: Grid = [
  [0.5, -1.2],
  [2, 0.1],
];
const KNOWN: Grid = [
  [1, 5],
  [0, 6],
];
const TABLE = "input p: tabular(numbers: 2, categories: [3, 2])";
const patients = {
  "p/numbers": { shape: [2, 2], data: flat(NUMBERS) },
  "p/categories": { shape: [2, 2], data: flat(KNOWN) },
};

test("TabularEmbedding maps numbers and embeddings, side by side", () => {
  const block = "TabularEmbedding(p.numbers, p.categories, embedding: 3, width: 5)";
  const { values, weights } = made(`${TABLE}\nmade = ${block}`, patients, 2);
  const expected = NUMBERS.map((numbers, i) => {
    const known = KNOWN[i]!.flatMap((token) => (weights["known/embed/table"] as Grid)[token]!);
    return relu(
      affine([...numbers, ...known], weights["dense/kernel"] as Grid, weights["dense/bias"] as Row),
    );
  });
  expectClose(values, expected);
});

test("TabTransformer lets categories look at each other before they stand beside the numbers", () => {
  const block = "TabTransformer(p.numbers, p.categories, embedding: 4, layers: 2, heads: 2, width: 3)";
  const { values, weights } = made(`${TABLE}\nmade = ${block}`, patients, 2);
  const expected = NUMBERS.map((numbers, i) => {
    const tokens = KNOWN[i]!.map((token) => (weights["known/embed/table"] as Grid)[token]!);
    const known = encoder(tokens, 2, 2, below(weights, "known/TransformerEncoder/")).flat();
    return relu(
      affine([...numbers, ...known], weights["dense/kernel"] as Grid, weights["dense/bias"] as Row),
    );
  });
  expectClose(values, expected);
});

test("FTTransformer: a token for every column and one for the whole, of which the first layer is not normalised", () => {
  const block = "FTTransformer(p.numbers, p.categories, width: 4, layers: 2, heads: 2, drop: 0)";
  const { values, weights } = made(`${TABLE}\nmade = ${block}`, patients, 2);
  const [slope, offset] = ["weight", "bias"].map((name) => weights[`tokens/embed_numbers/${name}`] as Grid);
  const expected = NUMBERS.map((numbers, i) => {
    const tokens: Grid = [
      weights.whole as Row,
      ...numbers.map((x, j) => slope![j]!.map((w, c) => x * w + offset![j]![c]!)),
      ...KNOWN[i]!.map((token, j) =>
        (weights["tokens/embed/table"] as Grid)[token]!.map((v, c) => v + (weights.shift as Grid)[j]![c]!),
      ),
    ];
    const looked = attention(tokens, tokens, 2, below(weights, "gathered/self_attention/"));
    const first = fedForward(plus(tokens, looked), below(weights, "y/"));
    const last = transformerLayer(first, 2, below(weights, "TransformerLayer/"));
    return relu(layerNorm(last, below(weights, "layer_norm/"))[0]!);
  });
  expectClose(values, expected);
});

test("TextTransformer: words with their places, of which padding is none", () => {
  const statements =
    "input phrase: text(words: 5, vocabulary: 9)\nmade = phrase |> TextTransformer(width: 4, layers: 1, heads: 2, drop: 0)";
  const tokens: Grid = [
    [3, 1, 4, 1, 5],
    [2, 6, 0, 0, 0],
  ];
  const lengths = [5, 2];
  const feeds = {
    phrase: { shape: [2, 5], data: flat(tokens) },
    "phrase/length": { shape: [2], data: lengths },
  };
  const { values, weights } = made(statements, feeds, 2);
  const expected = tokens.map((row, i) => {
    const words = row
      .slice(0, lengths[i])
      .map((token, p) =>
        (weights["words/embed/table"] as Grid)[token]!.map(
          (v, c) => v + (weights["words/positions/table"] as Grid)[p]![c]!,
        ),
      );
    return meanOf(encoder(words, 1, 2, below(weights, "TransformerEncoder/")));
  });
  expectClose(values, expected);
});

test("PatchTransformer: patches that fit, each mapped with its place", () => {
  const photo = pixels([2, 5, 7, 3]);
  const statements =
    "input photo: image(5, 7, rgb)\nmade = photo |> PatchTransformer(patch: 2, width: 4, layers: 2, heads: 2)";
  const { values, weights } = made(statements, { photo }, 2);
  const kernel = weights["patches/conv/kernel"] as Images;
  const places = weights["tokens/positions/table"] as Grid;
  const expected = (seen(photo) as Images).map((image) => {
    const patches = table(2, (i) =>
      table(3, (j) =>
        (weights["patches/conv/bias"] as Row).map(
          (offset, f) =>
            offset +
            add(
              [0, 1].flatMap((di) =>
                [0, 1].flatMap((dj) =>
                  image[2 * i + di]![2 * j + dj]!.map((v, c) => v * kernel[di]![dj]![c]![f]!),
                ),
              ),
            ),
        ),
      ),
    ).flat();
    return meanOf(encoder(plus(patches, places), 2, 2, below(weights, "TransformerEncoder/")));
  });
  expectClose(values, expected);
});

const SCAN = "input scan: points(4, channels: 3)\nmade = scan |> PointNet(widths: [4, 5])";
const shapes = (cloud: readonly Grid[], lengths: Row) =>
  made(
    SCAN,
    {
      scan: { shape: [cloud.length, 4, 3], data: flat(cloud) },
      "scan/length": { shape: [cloud.length], data: lengths },
    },
    cloud.length,
  );

test("PointNet: the largest of what each point is mapped to, of which padding is none", () => {
  const cloud = sample([2, 4, 3]) as Cube;
  const lengths = [4, 2];
  const { values, weights } = shapes(cloud, lengths);
  const layer = (x: Grid, n: string) =>
    layerNorm(dense(x, weights, `dense${n}/`), below(weights, `layer_norm${n}/`)).map(relu);
  const expected = cloud.map((points, i) => {
    const mapped = layer(layer(points.slice(0, lengths[i]), ""), "_2");
    return mapped[0]!.map((_, c) => Math.max(...mapped.map((row) => row[c]!)));
  });
  expectClose(values, expected);
});

test("PointNet does not care about the order of points", () => {
  const [cloud] = sample([1, 4, 3]) as readonly Grid[];
  const [one, other] = [cloud!, cloud!.toReversed()].map((points) => shapes([points], [4]).values);
  expectClose(one!, other!);
});

/** `(x - mean) / √(variance + ε) · scale + offset`, by the statistics that were kept. */
const normalised = (row: Row, weights: Weights, at: string): Row => {
  const [scale, offset, mean, variance] = ["scale", "offset", "mean", "variance"].map(
    (name) => weights[`${at}batch_norm/${name}`] as Row,
  );
  return row.map((v, c) => ((v - mean![c]!) / Math.sqrt(variance![c]! + 1e-3)) * scale![c]! + offset![c]!);
};

const CLIP = "input clip: video(4, 4, rgb, frames: 4) @ 8 fps";
const clip = pixels([2, 4, 4, 4, 3]);
const clips = seen(clip) as unknown as readonly Images[];

/** The largest of two by two places. */
const halved = (image: Cube): Cube =>
  table(image.length / 2, (i) =>
    table(image[0]!.length / 2, (j) =>
      image[0]![0]!.map((_, c) =>
        Math.max(...[0, 1].flatMap((di) => [0, 1].map((dj) => image[2 * i + di]![2 * j + dj]![c]!))),
      ),
    ),
  );

function frameVectors(frames: Images, weights: Weights, at: string): Grid {
  const kernel = weights[`${at}conv/kernel`] as Images;
  const none = kernel[0]![0]![0]!.map(() => 0);
  return frames.map((frame) => {
    const found = convolve(frame, kernel, none, { kernel: 3, stride: 1, padding: "same" });
    return meanOf(halved(found.map((row) => row.map((v) => relu(normalised(v, weights, at))))).flat());
  });
}

test("FrameConvNet sees every frame by itself", () => {
  const { values, weights } = made(`${CLIP}\nmade = clip |> FrameConvNet(widths: [4])`, { clip }, 2);
  expectClose(
    values,
    clips.map((frames) => frameVectors(frames, weights, "")),
  );
});

test("FrameTransformer lets frames look at each other", () => {
  const block = "FrameTransformer(widths: [4], layers: 1, heads: 2)";
  const { values, weights } = made(`${CLIP}\nmade = clip |> ${block}`, { clip }, 2);
  const expected = clips.map((frames) => {
    const vectors = frameVectors(frames, weights, "frames/FrameConvNet/");
    const placed = plus(vectors, weights["frames/positions/table"] as Grid);
    return meanOf(encoder(placed, 1, 2, below(weights, "TransformerEncoder/")));
  });
  expectClose(values, expected);
});

test("VideoConvNet sees time, height and width at once, and halves all three", () => {
  const { values, weights } = made(`${CLIP}\nmade = clip |> VideoConvNet(widths: [2])`, { clip }, 2);
  const kernel = weights["conv/kernel"] as unknown as readonly Images[];
  const near = [-1, 0, 1];
  const expected = clips.map((frames) => {
    const found = (t: number, i: number, j: number): Row => {
      const sums = [0, 1].map((f) =>
        add(
          near.flatMap((dt) =>
            near.flatMap((di) =>
              near.flatMap((dj) =>
                (frames[t + dt]?.[i + di]?.[j + dj] ?? []).map(
                  (v, c) => v * kernel[dt + 1]![di + 1]![dj + 1]![c]![f]!,
                ),
              ),
            ),
          ),
        ),
      );
      return relu(normalised(sums, weights, ""));
    };
    const both = [0, 1];
    const cells = both.flatMap((t) => both.flatMap((i) => both.map((j) => [t, i, j] as const)));
    const pooled = cells.map(([t, i, j]) =>
      both.map((f) =>
        Math.max(...cells.map(([dt, di, dj]) => found(2 * t + dt, 2 * i + di, 2 * j + dj)[f]!)),
      ),
    );
    return meanOf(pooled);
  });
  expectClose(values, expected);
  expect(expected[0]).not.toEqual(expected[1]);
});
