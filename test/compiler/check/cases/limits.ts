import { type Cases, inModel } from "../kit/cases.ts";

/** Blocks of which each uses the next `times` times. */
const chain = (length: number, times: number) =>
  Array.from({ length }, (_, i) => {
    const body = `x${` |> B${i + 1}`.repeat(times)}`;
    return `block B${i}(x: signal) -> signal {\n  return ${body}\n}`;
  }).join("\n");

const lastBlock = (i: number, last: string) => `\nblock B${i}(x: signal) -> signal {\n  return ${last}\n}`;

export const limitCases: Cases = {
  "blocks that double and double": {
    source: inModel(
      "a = x",
      chain(24, 2).replace("x |> B24", "«x» |> B24") + lastBlock(24, "x |> dropout(0.1)"),
    ),
    finds: ["expansion_limit"],
  },
  "blocks within blocks within blocks": {
    source: inModel(
      "a = x",
      chain(80, 1).replace("x |> B80", "«x |> B80»") + lastBlock(80, "x |> dropout(0.1)"),
    ),
    finds: ["nesting_limit"],
  },
};
