import { defineMessages } from "./define.ts";

/** Findings about the types of values: kind 20xx, axes and sizes 21xx, rate 22xx, range 23xx, presence 24xx. */
export const typeMessages = defineMessages({
  kind_refused: {
    code: "FW2001",
    severity: "error",
    message: "`{operator}` takes {accepted}, and `{value}` is {found}",
    explanation:
      "Every value has a kind that says what its numbers are: tokens, a raw signal, features, logits, probabilities. An operator takes the kinds for which it means something. Turn the value into one of those first: `embed` makes features of tokens, `classify` makes logits of features.",
    wrong: `model M {
  input name: text(words: 8, vocabulary: 100)
  output mood: Mood = name |> dense(4) |> classify(Mood)
}`,
    right: `model M {
  input name: text(words: 8, vocabulary: 100)
  output mood: Mood = name |> embed(4) |> mean(over: word) |> classify(Mood)
}`,
  },
  categories_differ: {
    code: "FW2002",
    severity: "error",
    message: "these decide about different things: {first} and {other}",
    explanation:
      "Decisions can be combined only when they are about the same `category`. Give every path a `classify` with the same category.",
  },
  output_kind: {
    code: "FW2003",
    severity: "error",
    message: "output `{output}` needs {needed}, and this is {found}",
    explanation:
      "An output's type says what is predicted, and its value has to be just that, once for each record. Give a category a decision about it, as `classify(Category)` or a `vote` over such decisions gives it. The reference says of each kind of output what it needs.",
  },
  not_a_tensor: {
    code: "FW2004",
    severity: "error",
    message: "`{operator}` takes a value of the model here, and this is {found}",
    explanation:
      "Operators work on values that come from inputs. Numbers, text and lists are settings: name them, as in `dense(units: 64)`.",
  },
  axis_missing: {
    code: "FW2101",
    severity: "error",
    message: "`{value}` has no axis `{axis}`; its axes are {axes}",
    explanation:
      "Operators find the axes they work on by name. Name one that the value has, or bring the value into a form that has it.",
  },
  space_missing: {
    code: "FW2102",
    severity: "error",
    message:
      "`{value}` has nothing to slide along: it needs height and width, time and band, or the axis of a sequence, and its axes are {axes}",
    explanation:
      "Convolution and pooling slide over two or three axes of space, or along the one axis of a sequence. Apply them before those are averaged or flattened away; where a value has several other axes, name up to three, as in `conv(8, over: time)`.",
  },
  axes_differ: {
    code: "FW2103",
    severity: "error",
    message: "these cannot be joined: `{first}` has the axes {first_axes}, `{other}` has {other_axes}",
    explanation:
      "Values are joined place by place, so they need the same named axes. Reduce the extra axes first, for example with `mean(over: space)` or `mean(over: word)`.",
  },
  sizes_differ: {
    code: "FW2104",
    severity: "error",
    message: "these cannot be joined: their `{axis}` sizes differ, {first} and {other}",
    explanation:
      "Values that are joined place by place need axes of equal size. Map the channels to one width with `dense`, or resample the other axes.",
  },
  ragged_differ: {
    code: "FW2105",
    severity: "error",
    message: "the `{axis}` axes of `{first}` and `{other}` are filled differently from record to record",
    explanation:
      "Both axes are ragged, but come from different inputs, so that their places do not correspond. Reduce each first, for example with `mean(over: word)`, or let one attend to the other.",
  },
  ragged_refused: {
    code: "FW2106",
    severity: "error",
    message: "`{operator}` cannot work over the ragged axis `{axis}` of `{value}`",
    explanation:
      "A ragged axis is padded up to its largest size, and padding must never change a result. This operator mixes places without a rule for padding. Reduce the axis first, for example with `mean(over: …)`.",
  },
  size_too_small: {
    code: "FW2107",
    severity: "error",
    message: "nothing is left of `{axis}`: {size} places are too few for {needed}",
    explanation:
      "The window is larger than what it slides over. Use a smaller window, or pool less often before.",
  },
  size_unequal: {
    code: "FW2108",
    severity: "error",
    message: "`{setting}` of {value} does not divide the {axis} size {size}",
    explanation: "The sizes must divide without remainder here. Choose a divisor of the size.",
  },
  size_fractional: {
    code: "FW2109",
    severity: "error",
    message: "{duration} s at {rate} is {size} samples, which is not a whole number",
    explanation:
      "A recording has a whole number of samples. Choose a duration that the rate divides evenly, such as `0.5 s` at `16 kHz`.",
  },
  axis_present: {
    code: "FW2110",
    severity: "error",
    message: "`{value}` has an axis `{axis}` already, and `{operator}` would add another",
    explanation:
      "No value has two axes of one name, because operators find axes by name. Apply the operator before the axis comes in.",
  },
  sequence_missing: {
    code: "FW2111",
    severity: "error",
    message: "`{operator}` goes along one axis beside `channel`, and the axes of `{value}` are {axes}",
    explanation:
      "Attention and recurrence work on a sequence: one axis of places, such as `word`, `time` or `point`, each holding channels. Embed tokens first; average further axes away with `mean(over: …)`.",
    wrong: `model M {
  input photo: image(8, 8, rgb)
  output mood: Mood = photo |> conv(4) |> self_attention(2) |> mean(over: space) |> classify(Mood)
}`,
    right: `model M {
  input photo: image(8, 8, rgb)
  output mood: Mood = photo |> conv(4) |> mean(over: height) |> self_attention(2) |> mean(over: width) |> classify(Mood)
}`,
  },
  sequence_long: {
    code: "FW2112",
    severity: "error",
    message: "`{operator}` is limited to {limit} places, and `{axis}` has {size}",
    explanation:
      "Recurrence is written out place by place when the model is compiled, so that a long sequence would become an enormous graph. It also learns little across so many places. Shorten the axis first, for example with strided convolution or pooling, or use `self_attention`.",
  },
  single_key: {
    code: "FW2113",
    severity: "warning",
    message: "`{operator}` over `{axis}` has a single place to look at, so it chooses nothing",
    explanation:
      "Attention weighs places against each other. With one place its weight is always 1, whatever the query, and the operator is only an expensive linear map. Let it work on the axis before that is reduced to one place, or use `dense`.",
  },
  single_channel: {
    code: "FW2114",
    severity: "warning",
    message: "`{operator}` over one channel gives the same number for every record",
    explanation:
      "A single number minus its own mean is 0, so that normalising over one channel removes all there is. Use `batch_norm`, which compares records with each other, or give the value more channels first.",
  },
  value_too_large: {
    code: "FW2116",
    severity: "error",
    message: "`{value}` has {count} numbers for each record, and {limit} are the most there may be",
    explanation:
      "No machine could hold the value. Check its sizes: reduce it with `mean` or pooling before `flatten`, or choose smaller inputs.",
  },
  weights_too_many: {
    code: "FW2117",
    severity: "error",
    message: "`{operator}` would train {count} weights here, and {limit} are the most there may be",
    explanation:
      "No machine could hold so many. Reduce the value first, for example with `mean(over: space)`, or choose a smaller width.",
  },
  axes_too_many: {
    code: "FW2118",
    severity: "error",
    message: "this has {count} axes, and {limit} are the most there may be",
    explanation: "Merge axes that need not be told apart, or reduce some of them.",
  },
  rates_differ: {
    code: "FW2201",
    severity: "error",
    message: "these do not run at one rate: `{axis}` has {first} and {other}",
    explanation:
      "Two time axes line up only when they carry the same rate. Average one over time, bring both to one rate, or let one attend to the other.",
  },
  loss_axes: {
    code: "FW2115",
    severity: "error",
    message: "`{loss}` for the output `{output}` needs {needed}, and `{value}` is {found}",
    explanation:
      "What is held against the targets of an output has to be what the output itself could be given, once for each record. A decision for every word, say, has no label to be held against: average the other axes away before deciding, for example with `mean(over: word)`.",
  },
  rate_missing: {
    code: "FW2202",
    severity: "error",
    message: "`{modality}` needs a rate: write it after `@`, as in `{example}`",
    explanation:
      "How many samples a duration has depends on how many are taken in a second. Write that number behind the settings, such as `audio(2 s) @ 16 kHz`.",
  },
  rate_refused: {
    code: "FW2203",
    severity: "error",
    message: "`{modality}` has no time axis that a rate could belong to",
    explanation: "A rate says how many samples a `time` axis has per second. Leave it out here.",
  },
  scales_differ: {
    code: "FW2301",
    severity: "warning",
    message: "raw signals on different scales are joined: {first} and {other}",
    explanation:
      "Measurements on a large scale drown those on a small one. Normalise each signal first, for example with `layer_norm`, or give each an encoder.",
  },
  range_refused: {
    code: "FW2302",
    severity: "error",
    message: "`{modality}` cannot be {range}; {accepted}",
    explanation:
      "A range says on which scale the numbers of a signal lie. Each modality takes the ranges that mean something for it: the bytes of a picture are brought to bounds such as `0..1`, and words have no scale at all. Choose one of those, or leave it out.",
  },
  presence_refused: {
    code: "FW2401",
    severity: "error",
    message: "`{operator}` has no rule for `{value}`, which a record may lack",
    explanation:
      "Every operator says what it does with a value that a record may lack. A block does what its operators do, unless a parameter is `present`: then it has no rule for what is absent. Fuse the value first with an operator that has one: `concat` fills with zeros and says so in one more channel, `vote` leaves the absent path out.",
    wrong:
      "block Compare(a: feature present, b: feature present) -> feature {\n  return multiply(a, b, width: 8)\n}\nmodel M {\n  input x: vector(8)\n  optional input y: vector(8)\n  output mood: Mood = Compare(x, y) |> classify(Mood)\n}",
    right:
      "block Compare(a: feature present, b: feature present) -> feature {\n  return multiply(a, b, width: 8)\n}\nmodel M {\n  input x: vector(8)\n  input y: vector(8)\n  output mood: Mood = Compare(x, y) |> classify(Mood)\n}",
  },
  bias_idle: {
    code: "FW2830",
    severity: "warning",
    message: "the bias of this `{operator}` learns nothing: `{normalisation}` takes it away again",
    explanation:
      "A bias adds one number to each channel, and `batch_norm` subtracts each channel's mean over the batch, with that number in it; so does `instance_norm` over the places of a record, and `group_norm` of one channel for each group. Its gradient is zero, so that it stays as it began. Leave it out with `bias: false`: the normalisation has an offset of its own.",
    wrong: `model M {
  input x: vector(8)
  output mood: Mood = x |> dense(4) |> batch_norm |> relu |> classify(Mood)
}`,
    right: `model M {
  input x: vector(8)
  output mood: Mood = x |> dense(4, bias: false) |> batch_norm |> relu |> classify(Mood)
}`,
  },
});
