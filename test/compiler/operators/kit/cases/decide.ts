import { type Chosen, feature, logits, MOOD, probabilities, probability, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { other, plain, words } from "./values.ts";

const three = [logits(MOOD), probability(MOOD), logits(MOOD)];
const views = [logits(MOOD), logits(MOOD), logits(MOOD)];
const perWord = [logits(MOOD, { word: upTo(4) }), logits(MOOD, { word: upTo(4) })];
const tags = [probabilities(MOOD), probabilities(MOOD), probabilities(MOOD)];
const tagsPerWord = [probabilities(MOOD, { word: upTo(4) }), probabilities(MOOD, { word: upTo(4) })];
const both = (settings: Chosen) => [three, perWord].map((xs) => ({ operands: { xs }, settings }));

export const decideCases = {
  classify: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  softmax: [
    { operands: { x: logits(MOOD) } },
    { operands: { x: logits(MOOD, { word: upTo(4) }) } },
    { operands: { x: words }, settings: { over: ["word"] } },
    {
      operands: { x: feature({ point: 2, word: upTo(4), channel: 3 }) },
      settings: { over: ["channel", "word"] },
    },
  ],
  regress: [{ operands: { x: plain } }, { operands: { x: words }, settings: { size: 2 } }],
  rank: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: { name: "Yes", labels: ["no", "yes"] } } },
  ],
  spell: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  tag: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  vote: [
    ...["equal", "learned", "confidence"].flatMap((weight) =>
      ["mean", "geometric", "majority"].flatMap((rule) => both({ weight, rule })),
    ),
    ...["max", "min", "median"].flatMap((rule) => both({ rule })),
    { operands: { xs: three }, settings: { weight: "confidence", confidence: "entropy" } },
    { operands: { xs: three }, settings: { weight: "validation" } },
    ...["equal", "learned", "confidence"].flatMap((weight) =>
      ["mean", "geometric", "majority"].map((rule) => ({
        operands: { xs: tags },
        settings: { weight, rule },
      })),
    ),
    ...["max", "min", "median"].map((rule) => ({ operands: { xs: tags }, settings: { rule } })),
    { operands: { xs: tagsPerWord }, settings: { weight: "confidence", confidence: "entropy" } },
  ],
  product: [
    ...both({}),
    { operands: { xs: tags }, settings: { prior: [0.2, 0.5, 0.7] } },
    { operands: { xs: tagsPerWord } },
    { operands: { xs: three }, settings: { prior: [0.2, 2, 1] } },
  ],
  as_feature: [{ operands: { x: logits(MOOD) } }, { operands: { x: probability(MOOD, { word: upTo(4) }) } }],
  temperature: [
    { operands: { x: logits(MOOD) } },
    { operands: { x: logits(MOOD, { word: upTo(4) }) }, settings: { value: 2 } },
    { operands: { x: logits(MOOD) }, settings: { fit: "validation" } },
  ],
  stacking: [...both({}), { operands: { xs: three }, settings: { of: "log_probability", hidden: 4 } }],
  mixture_of_experts: [
    { operands: { gate: plain, xs: three } },
    { operands: { gate: plain, xs: perWord }, settings: { hidden: 3 } },
    { operands: { gate: words, xs: perWord } },
    { operands: { gate: other, xs: [plain, plain, plain] } },
    { operands: { gate: words, xs: [words, words] } },
  ],
  i2m2: [{ operands: { xs: views } }, { operands: { xs: perWord } }],
  quality: [{ operands: { xs: views } }, { operands: { xs: perWord }, settings: { scale: 1, detach: true } }],
  evidential: [{ operands: { xs: views } }, { operands: { xs: perWord } }],
  vcdn: [{ operands: { xs: views } }, { operands: { xs: perWord }, settings: { hidden: 4 } }],
} satisfies Cases;
