import { type Cases, inModel } from "../kit/cases.ts";

const table = "input row: tabular(numbers: 3, categories: [2, 4])";

export const axisCases: Cases = {
  // ---- inputs of several values
  "a block that takes a whole table": {
    source: inModel(
      "a = x |> dense(4)",
      `block Encode(row: «tabular») -> feature {
  return row |> dense(8)
}`,
    ),
    finds: ["modality_of_parts"],
  },
  "a table without columns": {
    source: inModel("input row: «tabular()»"),
    finds: ["table_empty"],
  },
  "a layer on a whole table": {
    source: inModel(`${table}\n  a = «row» |> dense(4)`),
    finds: ["not_a_tensor"],
    help: ["name one of its values: `row.numbers`"],
  },
  "a part that a table does not have": {
    source: inModel(`${table}\n  a = row.«number» |> dense(4)`),
    finds: ["result_missing"],
    help: ["did you mean `numbers`?"],
  },
  "edges as features": {
    source: inModel("input web: graph(4, channels: 3)\n  a = «web.edges» |> dense(4)"),
    finds: ["kind_refused"],
  },

  // ---- names and sizes of axes
  "a name that another axis has": {
    source: inModel(
      "a = photo |> rename(«height: width»)\n  b = photo |> split(height, «width: 4», height: 2)",
    ),
    finds: ["axis_taken", "axis_taken"],
  },
  "an axis of decisions": {
    source: inModel("a = «x |> rename(channel: label)»"),
    finds: ["axis_reserved"],
  },
  "renaming what is not there": {
    source: inModel(
      "a = said |> rename(«wrd»: key)\n  b = said |> rename(word: «4»)\n  c = said |> «rename»()",
    ),
    finds: ["unknown_axis", "setting_kind", "setting_missing"],
    help: ["did you mean `word`?"],
  },
  "sizes that do not make the whole": {
    source: inModel("a = x |> split(«channel», head: 3, channel: 2)"),
    finds: ["split_sizes"],
  },
  "sizes of which several are left open, or nothing whole is left": {
    source: inModel(`a = x |> reshape(part: _, «side: _», channel: 2)
  b = x |> split(channel, «part: _», channel: 3)
  c = x |> reshape(part: «-1», channel: 2)
  d = x |> reshape(part: _, channel: 2)`),
    finds: ["sizes_open", "sizes_left", "setting_range"],
    help: ["a size that follows from the others is `_`"],
  },
  "numbers laid out along axes that do not hold them": {
    source: inModel(`a = «photo |> reshape(row: 8, column: 8)»
  b = photo |> reshape(«width: 8», height: 8, channel: 3)
  c = photo |> reshape(«channel: 3», place: 64)
  d = «said» |> reshape(part: 3, channel: 8)
  e = photo |> reshape(width: 4, height: 16, channel: 3)`),
    finds: ["reshape_sizes", "reshape_moves", "channel_not_last", "ragged_refused"],
  },
  "mapping what records fill in part": {
    source: inModel(`a = «said» |> project(4, over: word)
  b = said |> project(4, over: «words»)`),
    finds: ["ragged_refused", "unknown_axis"],
  },
  "splitting words": {
    source: inModel("a = «said» |> split(word, chunk: 2, word: 3)"),
    finds: ["ragged_refused"],
  },
  "more axes than there may be": {
    source: inModel("a = «photo |> split(channel, a: 1, b: 1, c: 1, d: 1, e: 1, channel: 3)»"),
    finds: ["axes_too_many"],
  },

  // ---- rates
  "bringing what has no rate to one": {
    source: inModel(
      "a = «said» |> resample(25 Hz)\n  b = «said» |> align(to: voice)\n  c = voice |> align(to: «said»)",
    ),
    finds: ["rate_needed", "rate_needed", "rate_needed"],
  },
  "rates without a common measure": {
    source: inModel("a = voice |> resample(«33.33333333 Hz»)"),
    finds: ["rate_unequal"],
  },
  "the value to align with given twice": {
    source: inModel("a = voice |> align(to: voice, «to: voice»)\n  b = «voice |> align()»"),
    finds: ["setting_repeated", "operand_missing"],
  },
  "recordings that do not line up": {
    source: inModel(`input hum: audio(2 s) @ 50 Hz
  input buzz: audio(2 s) @ 100 Hz
  a = «concat(voice, hum)»
  b = «concat(voice, buzz)»
  c = concat(voice, hum |> align(to: voice), buzz |> align(to: voice))`),
    finds: ["rates_differ", "sizes_differ"],
    help: ["align(voice, to: hum)", "align(buzz, to: voice)"],
  },

  // ---- windows
  "sliding where nothing has an order": {
    source: inModel(
      "input scan: points(64)\n  a = «scan» |> conv(4)\n  b = scan |> max_pool(2, «over: point»)",
    ),
    finds: ["axis_unordered", "axis_unordered"],
  },
  "skipping places twice": {
    source: inModel("a = said |> conv(4, stride: 2, «dilation: 2»)"),
    finds: ["dilated_stride"],
  },
  "what came before in a picture": {
    source: inModel("a = photo |> conv(4, «padding: causal»)"),
    finds: ["causal_space"],
  },

  // ---- spectra
  "frames between two samples": {
    source: inModel(
      "a = voice |> mel(4, window: 100 ms, «hop: 15 ms»)\n  b = voice |> mel(4, «window: 5 ms», hop: 10 ms)",
    ),
    finds: ["rate_frames", "rate_frames"],
  },
  "bands that hear nothing": {
    source: inModel("a = voice |> mel(«40», window: 100 ms)"),
    finds: ["mel_bands"],
  },
  "bands beyond half the rate": {
    source: inModel(
      "a = voice |> mel(4, window: 100 ms, «high: 60 Hz»)\n  b = voice |> mel(4, window: 100 ms, «low: 50 Hz»)",
    ),
    finds: ["mel_range", "mel_range"],
  },
  "a frame longer than a spectrum is taken of": {
    source: inModel("input song: audio(60 s) @ 16 kHz\n  a = song |> mel(40, «window: 1 s»)"),
    finds: ["frame_long"],
  },
  "a spectrum of a spectrum": {
    source: inModel("a = voice |> mel(4, window: 100 ms)\n  b = «a» |> mel(4, window: 100 ms)"),
    finds: ["kind_refused"],
  },

  // ---- blocks on every place
  "a film for a block of pictures": {
    source: inModel(
      `input clip: video(8, 8, rgb, frames: 4) @ 8 fps
  a = «clip |> See»
  b = clip |> See(each: «tim»)`,
      `block See(«#see x: image») -> feature {
  return x |> conv(4) |> mean(over: space)
}`,
    ),
    finds: ["argument_type", "unknown_axis"],
    help: ["write `each: time`", "did you mean `time`?"],
  },
  "frames laid out beside each other": {
    source: inModel(
      `input clip: video(8, 8, rgb, frames: 4) @ 8 fps
  a = clip |> See(each: time)`,
      `block See(x: image) -> «feature» {
  return «#see x |> flatten»
}`,
    ),
    finds: ["result_type"],
  },

  // ---- normalising
  "groups that do not share the channels": {
    source: inModel("a = said |> group_norm(«3»)"),
    finds: ["size_unequal"],
  },
  "normalising a single place": {
    source: inModel("a = «x |> instance_norm»\n  b = «score»|> dense(4)"),
    finds: ["single_place", "kind_refused"],
  },

  // ---- gaps
  "sliding over what was joined": {
    source: inModel(`input other: text(words: 6, vocabulary: 100)
  both = join(said, other |> embed(4))
  a = «both» |> conv(4)
  b = «both» |> max_pool(2)
  c = said |> merge(word, as: key) |> conv(4)
  d = join(x |> dense(4), x |> dense(4)) |> conv(4)`),
    finds: ["axis_gaps", "axis_gaps"],
  },
};
