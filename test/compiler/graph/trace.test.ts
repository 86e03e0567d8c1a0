import { describe, expect, it } from "vitest";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import type { Program } from "../../../compiler/graph/graph.ts";
import { createOps, type Ops } from "../../../compiler/graph/ops.ts";
import { BATCH, type Tensor } from "../../../compiler/graph/tensor.ts";
import { culprit, traced } from "../../../compiler/graph/trace.ts";
import { interpreter } from "./kit/interpret.ts";

/** The first tensor that goes bad of a loss of `x`, float32 `[B]`, in words. */
function firstBad(lossOf: (g: Ops, x: Tensor) => Tensor, x: readonly number[]) {
  const g = createOps(createBuilder());
  const feed = { name: "x", shape: [BATCH], dtype: "float32" } as const;
  const loss = g.reduceMean(lossOf(g, g.feed(feed)), [0]);
  const program: Program = { name: "train", feeds: [feed], results: { loss }, updates: [] };
  const own = traced(program);
  const { data } = interpreter(
    { x: { shape: [x.length], data: [...x] } },
    x.length,
  )(own.program.results.trace!);
  const { primitive, origin } = culprit(own, data, own.loss).node;
  return `${primitive} in ${origin.path}`;
}

describe("a loss that is no number", () => {
  it("is led back to the operator that made it, over those that hand it on", () => {
    const lossOf = (g: Ops, x: Tensor) => {
      const log = g.within({ path: "model/entropy" }, () => g.log(x));
      return g.within({ path: "model/later" }, () => g.square(g.sub(log, g.scalar(1))));
    };
    expect(firstBad(lossOf, [1, 0.5, -1])).toBe("log in model/entropy");
    expect(firstBad(lossOf, [1, 0])).toBe("log in model/entropy");
  });

  it("is led back past an infinity that a choice has taken away", () => {
    const lossOf = (g: Ops, x: Tensor) => {
      const masked = g.select(g.greater(x, g.scalar(0)), g.log(x), g.scalar(0));
      return g.within({ path: "model/root" }, () => g.sqrt(g.sub(masked, g.scalar(5))));
    };
    expect(firstBad(lossOf, [0, 1])).toBe("sqrt in model/root");
  });

  it("is led back to what was fed", () => {
    expect(firstBad((g, x) => g.exp(x), [1, Number.NaN])).toBe("feed in model");
  });

  it("does not take many large numbers for infinite ones", () => {
    const lossOf = (g: Ops, x: Tensor) => {
      const large = g.mul(x, g.scalar(1e38));
      return g.within({ path: "model/late" }, () => g.log(g.mul(large, g.scalar(-1))));
    };
    expect(firstBad(lossOf, [1, 2, 3, 3])).toBe("log in model/late");
  });
});
