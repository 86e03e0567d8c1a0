import { describe, expect, test } from "vitest";
import type { Dense } from "../compiler/graph/kit/dense.ts";
import {
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
} from "../compiler/operators/kit/arrays.ts";
import { convolve } from "../compiler/operators/kit/loops.ts";
import { made, weightsOf } from "./kit/block.ts";

const PHOTO = "input photo: image(8, 8, rgb)";

/** A picture whose pixels lie between 0 and 255, and what the model sees of it. */
const photo: Dense = {
  shape: [2, 8, 8, 3],
  data: flat(sample([2, 8, 8, 3])).map((v) => Math.floor((v + 1.5) * 85)),
};
const seen = nest(
  photo.data.map((v) => v / 255),
  photo.shape,
) as Images;

type Weights = Readonly<Record<string, Nested>>;

const each = (image: Cube, change: (v: number, c: number) => number): Cube =>
  image.map((row) => row.map((pixel) => pixel.map(change)));
const relu = (image: Cube) => each(image, (v) => Math.max(v, 0));
const plus = (a: Cube, b: Cube): Cube =>
  a.map((row, i) => row.map((p, j) => p.map((v, c) => v + b[i]![j]![c]!)));

const convolved = (image: Cube, weights: Weights, at: string, stride = 1): Cube => {
  const kernel = weights[`${at}conv/kernel`] as Images;
  const none = kernel[0]![0]![0]!.map(() => 0);
  return convolve(image, kernel, none, { kernel: kernel.length, stride, padding: "same" });
};

/** `(x - mean) / √(variance + ε) · scale + offset`, by the statistics that were kept. */
const normalised = (image: Cube, weights: Weights, at: string): Cube => {
  const [scale, offset, mean, variance] = ["scale", "offset", "mean", "variance"].map(
    (name) => weights[`${at}batch_norm/${name}`] as Row,
  );
  return each(
    image,
    (v, c) => ((v - mean![c]!) / Math.sqrt(variance![c]! + 1e-3)) * scale![c]! + offset![c]!,
  );
};

const whole = (images: readonly Cube[]) => images as unknown as Nested;

describe("what the blocks of std.vision compute", () => {
  test("ResidualBlock adds two convolutions to what comes in", () => {
    const { values, weights } = made(`${PHOTO}\nmade = photo |> ResidualBlock`, { photo }, 2);
    const inner = (image: Cube) => relu(normalised(convolved(image, weights, "inner/"), weights, "inner/"));
    const expected = seen.map((image) =>
      relu(plus(image, normalised(convolved(inner(image), weights, ""), weights, ""))),
    );
    expectClose(values, whole(expected));
  });

  test("ResidualHalving also maps the shortcut, and looks at every second place", () => {
    const { values, weights } = made(`${PHOTO}\nmade = photo |> ResidualHalving(width: 5)`, { photo }, 2);
    const step = (image: Cube, at: string) => normalised(convolved(image, weights, at, 2), weights, at);
    const expected = seen.map((image) => {
      const inner = relu(step(image, "inner/"));
      return relu(plus(step(image, "shortcut/"), normalised(convolved(inner, weights, ""), weights, "")));
    });
    expectClose(values, whole(expected));
  });

  test("ConvNet halves the picture for each width, and averages what is left", () => {
    const { values, weights } = made(`${PHOTO}\nmade = photo |> ConvNet(widths: [4])`, { photo }, 2);
    const expected = seen.map((image) => {
      const found = relu(normalised(convolved(image, weights, ""), weights, ""));
      const pooled = (i: number, j: number, c: number) =>
        Math.max(...[0, 1].flatMap((di) => [0, 1].map((dj) => found[2 * i + di]![2 * j + dj]![c]!)));
      return [0, 1, 2, 3].map((c) =>
        average([0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => pooled(i, j, c)))),
      );
    });
    expectClose(values, expected as Grid);
  });
});

describe("what the blocks of std.vision train", () => {
  test.each([
    ["photo |> ConvNet(widths: [4, 8])", 9 * 3 * 4 + 2 * 4 + 9 * 4 * 8 + 2 * 8],
    ["photo |> conv(5, bias: false) |> ResidualBlock", 9 * 3 * 5 + 18 * 25 + 4 * 5],
    ["photo |> ResidualHalving(width: 7)", 9 * 3 * 7 + 9 * 49 + 3 * 7 + 6 * 7],
    ["photo |> ResNet(stem: 4, widths: [], depth: 1)", 49 * 3 * 4 + 2 * 4 + 18 * 16 + 4 * 4],
    // torchvision's resnet18 has 11,689,512, of which its last layer has 512 · 1000 + 1000.
    ["photo |> ResNet(widths: [128, 256, 512])", 11_689_512 - 513_000],
  ])("%s: %i", (steps, count) => {
    expect(weightsOf(`input photo: image(64, 64, rgb)\nmade = ${steps}`)).toBe(count);
  });
});
