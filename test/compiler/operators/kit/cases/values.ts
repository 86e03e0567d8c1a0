/** Types of values on which operators are tried. */
import { at, feature, signal, upTo } from "../types.ts";

export const words = feature({ word: upTo(4), channel: 4 });
export const photo = signal({ height: 6, width: 5, channel: 3 });
export const film = feature({ frame: 2, height: 4, width: 4, channel: 2 });
export const sound = feature({ time: at(50, 6), band: 4, channel: 2 });
export const plain = feature({ channel: 4 });
export const other = feature({ channel: 3 });

/** A recording of which each record fills as much as of `words`. */
export const voice = signal({ time: { size: 8, rate: 50, ragged: "phrase" }, channel: 2 });
export const head = signal({ depth: 3, height: 4, width: 4, channel: 2 });
