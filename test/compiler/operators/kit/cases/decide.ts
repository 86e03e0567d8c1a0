import { type Chosen, logits, MOOD, probability, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { plain, words } from "./values.ts";

const three = [logits(MOOD), probability(MOOD), logits(MOOD)];
const perWord = [logits(MOOD, { word: upTo(4) }), logits(MOOD, { word: upTo(4) })];
const both = (settings: Chosen) => [three, perWord].map((xs) => ({ operands: { xs }, settings }));

export const decideCases = {
  classify: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  softmax: [{ operands: { x: logits(MOOD) } }, { operands: { x: logits(MOOD, { word: upTo(4) }) } }],
  vote: [
    ...["equal", "learned", "confidence"].flatMap((weight) =>
      ["mean", "geometric", "majority"].flatMap((rule) => both({ weight, rule })),
    ),
    ...["max", "min", "median"].flatMap((rule) => both({ rule })),
    { operands: { xs: three }, settings: { weight: "confidence", confidence: "entropy" } },
  ],
  product: [...both({}), { operands: { xs: three }, settings: { prior: [0.2, 2, 1] } }],
} satisfies Cases;
