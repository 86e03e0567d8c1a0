import { defineMessages } from "./define.ts";

/** Findings about inputs of several values and about operators that change axes: 27xx. */
export const axisMessages = defineMessages({
  modality_of_parts: {
    code: "FW2760",
    severity: "error",
    message: "`{modality}` is several values, {parts}, and a parameter of a block is one",
    explanation:
      "An input of some modalities is more than one value: a row of a table is numbers and categories, a graph is nodes and edges. A block takes one value for each of its parameters, so declare one for each part that it needs and hand the parts in by name.",
    wrong: `block Encode(x: tabular) -> feature {
  return x |> dense(8)
}`,
    right: `block Encode(numbers: signal[channel: N], categories: tokens[column: C]) -> feature {
  return concat(numbers |> dense(8), categories |> embed(8) |> mean(over: column))
}`,
  },
  table_empty: {
    code: "FW2761",
    severity: "error",
    message: "a table without columns says nothing",
    explanation:
      "A row of a table has columns of numbers, of categories, or both. Declare how many: `tabular(numbers: 6, categories: [4, 12])`.",
  },
  axis_taken: {
    code: "FW2762",
    severity: "error",
    message: "`{operator}` would give the value a second axis `{axis}`",
    explanation:
      "No value has two axes of one name, because operators find axes by name. Choose a name that no axis of the value has, or rename that axis too.",
  },
  axis_reserved: {
    code: "FW2763",
    severity: "error",
    message: "an axis cannot be called `{axis}`: it is that of decisions",
    explanation:
      "The axis `label` holds one place for each label of a category, and only operators that decide make it. Choose another name.",
  },
  split_sizes: {
    code: "FW2764",
    severity: "error",
    message: "`{axis}` has {size} places, and the sizes it is split into make {product}",
    explanation:
      "Splitting an axis keeps every number, so that the sizes of the new axes must multiply to the size of the old one. Change one of them.",
    wrong: `model M {
  input x: vector(12)
  output mood: Mood = x |> split(channel, part: 5, channel: 2) |> mean(over: part) |> classify(Mood)
}`,
    right: `model M {
  input x: vector(12)
  output mood: Mood = x |> split(channel, part: 6, channel: 2) |> mean(over: part) |> classify(Mood)
}`,
  },
  sizes_open: {
    code: "FW2831",
    severity: "error",
    message: "only one size can follow from the others",
    explanation:
      "One size of the axes that a value is laid out along may be `_`: it is what is left when the others are taken. Of two such sizes nothing could tell which is which. Write all but one.",
    wrong: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(a: _, b: _, channel: 2) |> mean(over: [a, b]) |> classify(Mood)
}`,
    right: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(a: _, b: 3, channel: 2) |> mean(over: [a, b]) |> classify(Mood)
}`,
  },
  sizes_left: {
    code: "FW2832",
    severity: "error",
    message: "nothing whole is left for `_`: {product} does not divide {total}",
    explanation:
      "A size that is `_` is how many numbers there are, divided by the other sizes, and has to be a whole number. Change one of the others.",
    wrong: `model M {
  input x: vector(12)
  output mood: Mood = x |> split(channel, part: _, channel: 5) |> mean(over: part) |> classify(Mood)
}`,
    right: `model M {
  input x: vector(12)
  output mood: Mood = x |> split(channel, part: _, channel: 4) |> mean(over: part) |> classify(Mood)
}`,
  },
  reshape_sizes: {
    code: "FW2833",
    severity: "error",
    message: "`{value}` has {count} numbers ({axes}), and the new axes have {product} ({made})",
    explanation:
      "Laying a value out along other axes keeps every number, so that the sizes must multiply to the same. Change a size, or write `_` for the one that is to follow from the others.",
    wrong: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(part: 4, channel: 4) |> mean(over: part) |> classify(Mood)
}`,
    right: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(part: 4, channel: 3) |> mean(over: part) |> classify(Mood)
}`,
  },
  reshape_moves: {
    code: "FW2834",
    severity: "error",
    message: "`{axis}` would hold numbers of other places: ({axes}) laid out as ({made}) exchanges no axes",
    explanation:
      "Laying numbers out along other axes keeps them in their order and exchanges no axes, so that an axis which keeps its name and size at another place would hold numbers of several places. Operators find axes by name, and need no order of them. To make one axis of two that are apart, write `merge([a, b], as: c)`; for an axis of another meaning, choose another name.",
    wrong: `model M {
  input photo: image(4, 6, rgb)
  output mood: Mood = photo |> reshape(width: 6, height: 4, channel: 3) |> flatten |> classify(Mood)
}`,
    right: `model M {
  input photo: image(4, 6, rgb)
  output mood: Mood = photo |> reshape(row: 4, column: 6, channel: 3) |> flatten |> classify(Mood)
}`,
  },
  channel_not_last: {
    code: "FW2835",
    severity: "error",
    message: "`channel` has to be the last of the new axes",
    explanation:
      "The numbers stay in their order, the last axis running fastest, and the channels of a place lie beside each other: `channel` is always the last axis. Name it last, or give this axis another name.",
    wrong: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(channel: 4, part: 3) |> mean(over: part) |> classify(Mood)
}`,
    right: `model M {
  input x: vector(12)
  output mood: Mood = x |> reshape(part: 3, channel: 4) |> mean(over: part) |> classify(Mood)
}`,
  },
  rate_needed: {
    code: "FW2766",
    severity: "error",
    message: "`{operator}` needs to know how fast `{value}` runs, and it has no `time` axis with a rate",
    explanation:
      "Bringing a value to another rate takes the rate that it has. Declare it behind the input, such as `series(samples: 200, channels: 6) @ 100 Hz`, and apply the operator before `time` is reduced or renamed.",
  },
  rate_unequal: {
    code: "FW2767",
    severity: "error",
    message: "{first} and {other} have no common measure that could be counted",
    explanation:
      "Places at one rate are laid over those at another by whole numbers: 16 kHz and 25 fps meet every 640 samples. Write both rates so that their quotient is one of whole numbers below a million.",
  },
  axis_unordered: {
    code: "FW2768",
    severity: "error",
    message: "nothing can slide along `{axis}` of `{value}`, whose places have no order",
    explanation:
      "A window sees places that lie beside each other. The points of a cloud, the nodes of a graph and the columns of a table may be handed in in any order, so that what lies beside what means nothing. Map each place by itself with `dense` and reduce by `max(over: …)`, or let the places attend to each other.",
  },
  dilated_stride: {
    code: "FW2769",
    severity: "error",
    message: "a window whose places are {dilation} apart cannot move by {stride}",
    explanation:
      "Dilation and stride both skip places, and together they would skip some for good. Keep `stride: 1` with a dilated window, and shorten the axis before or after.",
  },
  causal_space: {
    code: "FW2770",
    severity: "error",
    message: "`causal` padding goes along one axis, and this window slides along {axes}",
    explanation:
      "A causal window sees a place and what came before it, which means something along one axis of a sequence. Name that axis, as in `over: time`, or use `same`.",
  },
  rate_frames: {
    code: "FW2771",
    severity: "error",
    message:
      "{setting} of {duration} s at {rate} is {samples} samples, which is not a whole number of at least 1",
    explanation:
      "Frames begin and end at samples. Choose a duration that the rate divides evenly, such as `10 ms` at `16 kHz`.",
  },
  mel_bands: {
    code: "FW2772",
    severity: "error",
    message: "{band} of the {bands} bands would hear nothing: they are narrower than the window tells apart",
    explanation:
      "A window of n samples tells frequencies apart that lie `rate / n` from each other, and a band that lies between two of them is always silent. Take fewer bands, a longer window, or raise the lowest frequency.",
  },
  mel_range: {
    code: "FW2773",
    severity: "error",
    message: "bands from {low} Hz to {high} Hz do not fit below half the rate, {half} Hz",
    explanation:
      "Samples at a rate hold frequencies up to half of it. Set `low` below `high`, and `high` to at most half the rate; left out, it is that.",
  },
  frame_long: {
    code: "FW2775",
    severity: "error",
    message: "frames of {samples} samples are too long: {limit} are the most there may be",
    explanation:
      "The spectrum of a frame is taken by a matrix that grows with the square of its length. Choose a shorter window, or bring the recording to a lower rate first: `resample(16 kHz)`.",
  },
  single_place: {
    code: "FW2776",
    severity: "warning",
    message: "`{operator}` over one place gives the same number for every record",
    explanation:
      "A single number minus its own mean is 0, so that normalising each channel over one place removes all there is. Use `layer_norm`, which compares channels with each other, or apply it before the places are reduced.",
  },
  axis_gaps: {
    code: "FW2777",
    severity: "error",
    message: "nothing can slide along `{axis}` of `{value}`, whose places have gaps between them",
    explanation:
      "Sequences that are joined or merged keep their padding where each of them ends, so that it lies between places that are filled. A window would see how much of it there is, and padding must never change a result. Apply the operator to each sequence before they are joined, or let the places attend to each other.",
  },
});
