import { beforeAll, describe, expect, it } from "vitest";
import type { Engine } from "../../runtime/engine/engine.ts";
import { loadEngine } from "../../runtime/engine/load.ts";
import { temporaryFolder } from "../runtime/temporary.ts";
import { coin, lackingSecond } from "./kit/coins.ts";
import type { Seen } from "./kit/exact.ts";
import { learner } from "./kit/learner.ts";
import { score } from "./kit/xor.ts";

const PLACES = 16;
/** The noise stands at a few quantiles, for which the posterior of normal noise is a little off. */
const GRID = 3e-3;
/** By how much what is out of reach is missed at least. */
const MARGIN = 5e-3;
const HEADS = "pa = a |> classify(Bit)\n  pb = b |> classify(Bit)";

/** Rows as they are handed in, each as often as it is likely: `often` makes whole numbers of the weights. */
function taught(rows: readonly Seen[], often = 1) {
  const all = rows.flatMap((row) => Array<Seen>(Math.round(row.weight * often)).fill(row));
  const label = all.map((row) => row.label);
  const best = score(
    label,
    all.map(({ chance }) => chance),
  );
  return { a: all.map(({ x }) => x[0]!), b: all.map(({ x }) => x[1]), label, best };
}

/** In which logits are `wa a + wb b + c`, as the true ones are; what is lacking adds nothing. */
const ADD_LOGITS = {
  "product of linear heads: their logits add": `${HEADS}\n  output answer: Bit = product(pa, pb)`,
  "i2m2 of linear heads: their logits add": `${HEADS}\n  output answer: Bit = i2m2(pa, pb)`,
  "concat under a linear head: its logits are linear in both":
    "output answer: Bit = concat(a, b) |> classify(Bit)",
  "sum of projections under a linear head: its logits are linear in both":
    "output answer: Bit = sum(a, b, width: 4) |> classify(Bit)",
};

/**
 * In which probabilities are `f(a) + g(b)`: then `P(a, b) + P(c, d) = P(a, d) + P(c, b)`. The true ones, a logistic curve
 * over a sum, are not, so that at no weights they are reached.
 */
const ADD_PROBABILITIES = {
  "vote with equal weights of linear heads": `${HEADS}\n  output answer: Bit = vote(pa, pb, weight: equal)`,
  "vote with learned weights of linear heads": `${HEADS}\n  output answer: Bit = vote(pa, pb, weight: learned)`,
};

const coins = (noises: readonly number[]) => coin(noises, PLACES);

/** Tasks in which each modality sees one coin, with what is said of them in `exact.test.ts` at known weights. */
const TASKS = {
  "one coin that both see equally well": taught(coins([1.2, 1.2])),
  "one coin that one sees better": taught(coins([0.7, 1.5])),
  "one coin, the second modality lacking at random": taught(
    lackingSecond(coins([1, 0.8]), [1, 0.8], [0.5, 0.5]),
    2,
  ),
  "one coin, the second modality lacking more often for one label": taught(
    lackingSecond(coins([1, 0.8]), [1, 0.8], [0.25, 0.75]),
    4,
  ),
};

describe.each(Object.entries(TASKS))("%s", (_, rows) => {
  const folder = temporaryFolder();
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine({ threads: { intra: 1, inter: 1 } });
  });

  it.each(Object.entries(ADD_LOGITS))("is learned as well as can be by %s", async (_, statements) => {
    const model = await learner(engine, folder, rows, statements, 0.1);
    const { accuracy, logLoss } = await model.train(200);
    expect(Math.abs(logLoss - rows.best.logLoss)).toBeLessThan(GRID);
    expect(accuracy).toBeGreaterThan(rows.best.accuracy - 1e-2);
    model.close();
  });

  it.each(Object.entries(ADD_PROBABILITIES))(
    "is out of reach, at any weights, for %s",
    async (_, statements) => {
      const model = await learner(engine, folder, rows, statements, 0.1);
      for (let seed = 1; seed <= 10; seed++) {
        expect((await model.atRandom(seed)).logLoss).toBeGreaterThan(rows.best.logLoss + MARGIN);
      }
      expect((await model.train(200)).logLoss).toBeGreaterThan(rows.best.logLoss + MARGIN);
      model.close();
    },
  );
});
