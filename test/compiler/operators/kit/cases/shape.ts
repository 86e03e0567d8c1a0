import { FOLLOWS } from "../../../../../compiler/operators/rules.ts";
import { at, feature, signal, upTo } from "../types.ts";
import type { Cases } from "./case.ts";
import { film, other, photo, plain, sound, voice, words } from "./values.ts";

export const shapeCases = {
  flatten: [{ operands: { x: plain } }, { operands: { x: film } }],
  reshape: [
    { operands: { x: film }, settings: { into: { frame: 2, row: 2, channel: 16 } } },
    { operands: { x: words }, settings: { into: { word: FOLLOWS, head: 2, channel: 2 } } },
    { operands: { x: plain }, settings: { into: { part: 2, side: 2 } } },
  ],
  rename: [
    { operands: { x: words }, settings: { axes: { word: "key" } } },
    { operands: { x: photo }, settings: { axes: { height: "channel", channel: "band" } } },
  ],
  split: [
    { operands: { x: plain }, settings: { axis: "channel", into: { head: 2, channel: 2 } } },
    { operands: { x: words }, settings: { axis: "channel", into: { channel: 2, head: 2 } } },
    { operands: { x: sound }, settings: { axis: "time", into: { time: 3, moment: 2 } } },
  ],
  standardise: [{ operands: { x: photo } }, { operands: { x: voice } }],
  resample: [
    { operands: { x: sound }, settings: { to: 20 } },
    { operands: { x: sound }, settings: { to: 120, by: "mean" } },
    { operands: { x: voice }, settings: { to: 30 } },
    { operands: { x: voice }, settings: { to: 30, by: "linear" } },
    { operands: { x: voice }, settings: { to: 75 } },
  ],
  align: [
    { operands: { x: sound, to: signal({ time: at(25, 5), channel: 1 }) } },
    { operands: { x: signal({ time: at(100, 4), channel: 3 }), to: voice } },
    { operands: { x: voice, to: signal({ time: at(100, 20), channel: 1 }) } },
    { operands: { x: voice, to: signal({ time: at(20, 6), channel: 1 }) } },
  ],
  stack: [
    { operands: { xs: [plain, plain, plain] } },
    { operands: { xs: [words, words] }, settings: { absent: "masked" } },
    { operands: { xs: [plain, other] }, settings: { width: 2 } },
  ],
  merge: [
    { operands: { x: film }, settings: { over: ["width", "frame"], as: "token" } },
    { operands: { x: words }, settings: { over: ["word"], as: "key" } },
    {
      operands: { x: feature({ point: 3, word: upTo(4), channel: 2 }) },
      settings: { over: ["word", "point"], as: "token" },
    },
  ],
  join: [
    { operands: { xs: [words, plain, words] } },
    { operands: { xs: [feature({ point: 3, channel: 4 }), words] }, settings: { mark: true } },
  ],
} satisfies Cases;
