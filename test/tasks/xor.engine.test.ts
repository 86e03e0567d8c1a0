import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../runtime/engine/engine.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { learner } from "./kit/learner.ts";
import { below } from "./kit/normal.ts";
import { bayes, xor } from "./kit/xor.ts";

const NOISE = 0.7;
const rows = xor(NOISE);
const best = bayes(rows);

const HEADS = "pa = a |> dense(8, tanh) |> classify(Bit)\n  pb = b |> dense(8, tanh) |> classify(Bit)";

/**
 * What each fusion adds up, `g(a) + h(b)`, so that it cannot decide: of the four pairs of one `a` and one `b` for each
 * bit, `F(0,0) + F(1,1) = F(0,1) + F(1,0)`, so at most three are on their right side, which is 75 %.
 */
const ADDITIVE = {
  "concat under a linear head: logits are Wa a + Wb b": "output answer: Bit = concat(a, b) |> classify(Bit)",
  "sum of projections under a linear head: logits are linear in both":
    "output answer: Bit = sum(a, b, width: 4) |> classify(Bit)",
  "concat of hidden layers of each under a linear head: logits are g(a) + h(b)":
    "output answer: Bit = concat(a |> dense(8, tanh), b |> dense(8, tanh)) |> classify(Bit)",
  "vote with equal weights: probabilities are the mean of two": `${HEADS}\n  output answer: Bit = vote(pa, pb, weight: equal)`,
  "vote with learned weights: probabilities are w Pa + (1 - w) Pb": `${HEADS}\n  output answer: Bit = vote(pa, pb, weight: learned)`,
  "product of experts: logits are la + lb": `${HEADS}\n  output answer: Bit = product(pa, pb)`,
  "cross_attention to a single place: the query decides nothing, so logits are h(b)":
    "output answer: Bit = a |> dense(4, tanh) |> cross_attention(b |> dense(4, tanh), heads: 1) |> classify(Bit)",
  "i2m2 without a joint path: logits are la + lb": `${HEADS}\n  output answer: Bit = i2m2(pa, pb)`,
};

/** It adds in what decides, `ca (Pa - 1/2) + cb (Pb - 1/2)`, but not in its probabilities, so ln 2 is not its bound. */
const ADDITIVE_IN_SIGN = {
  "vote by confidence": `${HEADS}\n  output answer: Bit = vote(pa, pb, weight: confidence)`,
};

/** What multiplies what the modalities see, of which the product `a b` decides. */
const MULTIPLICATIVE = {
  "tensor_fusion under a linear head: a b is one of the numbers of [1; a] x [1; b]":
    "output answer: Bit = tensor_fusion(a, b) |> classify(Bit)",
  "low_rank under a linear head: of rank 1 each number is (u + v a) (w + t b), with u and w 0 a multiple of a b":
    "output answer: Bit = low_rank(a, b, units: 4, rank: 1) |> classify(Bit)",
  "bilinear under a linear head: each number is a W b and an offset":
    "output answer: Bit = bilinear(a, b, units: 4) |> classify(Bit)",
  "multiplicative_interaction under a linear head: one of its summands is a W b":
    "output answer: Bit = multiplicative_interaction(a, b, form: matrix, units: 4) |> classify(Bit)",
  "multiply under a linear head: a b is one of its products":
    "output answer: Bit = multiply(a, b, width: 4) |> classify(Bit)",
  "film under a linear head: the scale of b is linear in a":
    "output answer: Bit = b |> dense(4) |> film(a) |> classify(Bit)",
  "sigmoid_gate under a linear head: the gate of b follows a":
    "output answer: Bit = b |> sigmoid_gate(a, units: 4) |> classify(Bit)",
  "MLB under a linear head: tanh a · tanh b is one of its products":
    "output answer: Bit = MLB(a |> dense(4), b |> dense(4), hidden: 4, width: 4) |> classify(Bit)",
  "MUTAN under a linear head: a sum of products":
    "output answer: Bit = MUTAN(a |> dense(4), b |> dense(4), hidden: 3, rank: 2, width: 4) |> classify(Bit)",
  "a transformer's layer over both as tokens: what each gathers of both goes through a hidden layer":
    "output answer: Bit = stack(a, b, width: 8) |> TransformerLayer(heads: 2) |> mean(over: modality) |> classify(Bit)",
  "concat under a hidden layer: tanh(a + b) and tanh(a - b) make up any product":
    "output answer: Bit = concat(a, b) |> dense(16, tanh) |> classify(Bit)",
};

describe("exclusive or of two noisy coins", () => {
  const folder = temporaryFolder();
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine({ threads: { intra: 1, inter: 1 } });
  });

  it("is decided as often as computed, by who sees both", () => {
    const wrong = below(-1 / NOISE);
    expect(Math.abs(best.accuracy - ((1 - wrong) ** 2 + wrong ** 2))).toBeLessThan(0.02);
  });

  it.each(Object.entries({ ...ADDITIVE, ...ADDITIVE_IN_SIGN }))(
    "is out of reach, at any weights, for %s",
    async (_, statements) => {
      const model = await learner(engine, folder, rows, statements);
      for (let seed = 1; seed <= 25; seed++) {
        expect((await model.atRandom(seed)).accuracy).toBeLessThanOrEqual(0.75);
      }
      expect((await model.train(150)).accuracy).toBeLessThanOrEqual(0.75);
      model.close();
    },
  );

  // The true label gets g(a) + h(b) or 1 less it, 1/2 on average since neither coin says anything; log is concave.
  it.each(Object.entries(ADDITIVE))("is worth ln 2 at best to %s", async (_, statements) => {
    const model = await learner(engine, folder, rows, statements);
    const { logLoss } = await model.train(300);
    expect(logLoss).toBeGreaterThanOrEqual(Math.LN2 - 1e-6);
    expect(logLoss).toBeLessThan(Math.LN2 + 1e-3);
    model.close();
  });

  it.each(Object.entries(MULTIPLICATIVE))("is decided as well as can be by %s", async (_, statements) => {
    const model = await learner(engine, folder, rows, statements);
    const { accuracy, logLoss } = await model.train(400);
    expect(accuracy).toBeGreaterThan(best.accuracy - 0.005);
    expect(logLoss).toBeLessThan(best.logLoss + 0.01);
    model.close();
  });
});
