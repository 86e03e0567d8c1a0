import { logits, MOOD, probability, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { plain, words } from "./values.ts";

export const decideCases = {
  classify: [
    { operands: { x: plain }, settings: { category: MOOD } },
    { operands: { x: words }, settings: { category: MOOD } },
  ],
  softmax: [{ operands: { x: logits(MOOD) } }, { operands: { x: logits(MOOD, { word: upTo(4) }) } }],
  vote: ["equal", "learned", "confidence"].flatMap((weight) => [
    { operands: { xs: [logits(MOOD), probability(MOOD), logits(MOOD)] }, settings: { weight } },
    {
      operands: { xs: [logits(MOOD, { word: upTo(4) }), logits(MOOD, { word: upTo(4) })] },
      settings: { weight },
    },
  ]),
} satisfies Cases;
