// Written by scripts/generate.ts from the files in std/: do not edit.

/** The sources of the standard library, by the paths that findings call them. */
export const LIBRARY: Readonly<Record<string, string>> = {
  "std/vision.fuse": [
    "/// A plain convolutional encoder: halves the picture once per width.",
    "block ConvNet(x: signal[height: H, width: W, channel: C], widths: list<int>) -> feature {",
    "  for width in widths {",
    "    x = x |> conv(width, bias: false) |> batch_norm |> relu |> max_pool(2)",
    "  }",
    "  return x |> mean(over: space)",
    "}",
    "",
  ].join("\n"),
};
