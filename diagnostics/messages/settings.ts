import { defineMessages } from "./define.ts";

/** Findings about settings 30xx, calls 31xx, declarations 32xx, budgets and limits 33xx, training 34xx. */
export const settingMessages = defineMessages({
  setting_kind: {
    code: "FW3001",
    severity: "error",
    message: "`{setting}` takes {expected}, and this is {found}",
    explanation:
      "The reference lists what each setting takes. A size is a whole number, a rate a number, a list stands in brackets.",
    wrong: "model M {\n  input x: vector(8)\n  output mood: Mood = x |> dense(2.5) |> classify(Mood)\n}",
    right: "model M {\n  input x: vector(8)\n  output mood: Mood = x |> dense(2) |> classify(Mood)\n}",
  },
  setting_range: {
    code: "FW3002",
    severity: "error",
    message: "`{setting}` must be {range}, and this is {found}",
    explanation: "The number lies outside of what the setting means. Choose one within the bounds.",
  },
  unknown_choice: {
    code: "FW3003",
    severity: "error",
    message: "`{setting}` cannot be `{found}`; it is one of {choices}",
    explanation: "The setting takes one word from a closed list. Choose one of the words listed.",
  },
  choice_quoted: {
    code: "FW3004",
    severity: "error",
    message: "`{found}` is a name here: write it without quotes",
    explanation:
      "Words of a closed list, such as `relu` or `same`, are written as names. Quotes make text, for paths and columns.",
  },
  choice_ambiguous: {
    code: "FW3006",
    severity: "error",
    message:
      "`{name}` may mean two things: the choice `{name}` of `{setting}`, or the parameter of that name",
    explanation:
      "A parameter that holds a choice has the name of one of the words that may stand here. Give the parameter another name.",
  },
  unknown_axis: {
    code: "FW3005",
    severity: "error",
    message: "the value has no axis `{axis}`; its axes are {axes}",
    explanation:
      "Axes are named. Choose one of those that the value has; `space` stands for height and width, or time and band.",
  },
  unknown_setting: {
    code: "FW3101",
    severity: "error",
    message: "`{callee}` has no setting `{setting}`",
    explanation: "Use the names that the reference lists. A misspelt setting is an error, never ignored.",
  },
  setting_repeated: {
    code: "FW3102",
    severity: "error",
    message: "`{setting}` is given twice",
    explanation:
      "Give every setting once. The first leading values of a call may stand without their names: see the reference.",
  },
  setting_missing: {
    code: "FW3103",
    severity: "error",
    message: "`{callee}` needs `{setting}`: {summary}",
    explanation: "The setting has no default because no value would suit most models. Give it in the call.",
  },
  setting_unnamed: {
    code: "FW3104",
    severity: "error",
    message: "name this setting of `{callee}`: only {positional} may stand without a name",
    explanation:
      "A value without its name is hard to read, so only the most usual settings may do without. Write `name: value`. Settings of a block are always named.",
  },
  operand_missing: {
    code: "FW3105",
    severity: "error",
    message: "`{callee}` needs {expected}, and is given {found}",
    explanation:
      "Operators take values first: pipe one in with `value |> operator(settings)`, or write `operator(a, b)` where several are joined.",
  },
  not_callable: {
    code: "FW3106",
    severity: "error",
    message: "`{name}` is {found}, not something to apply",
    explanation:
      "After `|>` and before `(` stands the name of an operator, a block, or an instance made with `new`.",
  },
  result_missing: {
    code: "FW3107",
    severity: "error",
    message: "`{value}` has no result named `{result}`",
    explanation:
      "A block with named results gives each under its name: `parts = x |> Block`, then `parts.name`.",
  },
  name_taken: {
    code: "FW3201",
    severity: "error",
    message: "`{name}` is already defined",
    explanation:
      "A name stands for one value in a body; only inside a `for` may it be given anew, turn by turn. Choose another name.",
  },
  rebound_shape: {
    code: "FW3202",
    severity: "error",
    message: "`{name}` changes from {before} to {after} inside `for`",
    explanation:
      "A name that a `for` gives anew keeps its kind and its axes from turn to turn, so that the turns can follow each other; sizes may change.",
  },
  statement_misplaced: {
    code: "FW3203",
    severity: "error",
    message: "{statement} has no place in a {body}",
    explanation:
      "Each body takes certain statements: a model inputs, values and outputs; a block values and one `return`; `data` and `train` settings.",
  },
  return_missing: {
    code: "FW3204",
    severity: "error",
    message: "the block `{block}` returns nothing",
    explanation: "End the block with `return value`.",
  },
  result_type: {
    code: "FW3205",
    severity: "error",
    message: "the block `{block}` says it gives {declared}, and returns {found}",
    explanation:
      "The type after `->` is a promise to those who use the block. Change the promise or the value.",
  },
  argument_type: {
    code: "FW3206",
    severity: "error",
    message: "`{block}` takes {expected} for `{parameter}`, and this is {found}",
    explanation:
      "Give a value that fits the parameter's type: kinds must be equal, axes have the same names, and fixed sizes the same numbers.",
  },
  choices_missing: {
    code: "FW3217",
    severity: "error",
    message: "this choice has nothing to choose from",
    explanation:
      "The words that may be chosen stand in brackets behind `choice`: `kind: choice<relu, tanh> = relu`. Each is a word that an operator or a block takes for one of its settings, or the name of an operator that is applied.",
    wrong: "block Layer(x: feature, kind: choice) -> feature {\n  return x |> dense(8, kind)\n}",
    right:
      "block Layer(x: feature, kind: choice<relu, tanh> = relu) -> feature {\n  return x |> dense(8, kind)\n}",
  },
  default_refers: {
    code: "FW3218",
    severity: "error",
    message: "the default of `{setting}` cannot use `{name}`, which {reason}",
    explanation:
      "Defaults are found in the order of the parameters, when the block is used: a default may use the settings before it and the sizes in the types of values. Move the parameter in front, or write the number.",
    wrong:
      "block Layer(x: feature, hidden: int = 2 * width, width: int = 8) -> feature {\n  return x |> dense(hidden, relu) |> dense(width)\n}",
    right:
      "block Layer(x: feature, width: int = 8, hidden: int = 2 * width) -> feature {\n  return x |> dense(hidden, relu) |> dense(width)\n}",
  },
  block_recursive: {
    code: "FW3207",
    severity: "error",
    message: "the block `{block}` uses itself",
    explanation:
      "Blocks are written out where they are used, so one that contains itself would never end. Repeat with `for` instead.",
  },
  output_missing: {
    code: "FW3208",
    severity: "error",
    message: "the model `{model}` has no output",
    explanation: "Declare what is decided: `output group: Group = value |> classify(Group)`.",
  },
  input_missing: {
    code: "FW3209",
    severity: "error",
    message: "the model `{model}` has no input",
    explanation: "Declare what comes in: `input picture: image(64, 64, rgb)`.",
  },
  inputs_optional: {
    code: "FW3210",
    severity: "error",
    message: "output `{output}` may be absent: a record may lack the inputs it depends on",
    explanation:
      "A record that has at least one input gets all outputs. Where all inputs are optional, each of them alone must suffice for every output: join the paths by an operator that has a rule for what is absent, such as `vote`, or make the inputs required that every record has. A record with no input at all is refused when it is read.",
  },
  unused_value: {
    code: "FW3211",
    severity: "warning",
    message: "`{name}` is never used",
    explanation:
      "The value reaches no output and no loss, so its weights are not even made. Use it or remove it.",
  },
  category_labels: {
    code: "FW3212",
    severity: "error",
    message: "a category is a list of at least two different texts: {problem}",
    explanation: 'Write the labels as texts in brackets: `category Mood = ["glad", "sad"]`.',
  },
  type_part_refused: {
    code: "FW3213",
    severity: "error",
    message: "`{type}` takes no {part}",
    explanation:
      "A kind has axes in brackets, as in `feature[channel: 64]`; a modality has settings in parentheses, as in `image(64, 64, rgb)`; decisions name a category in `<>`. Leave out what the type does not have.",
  },
  statement_unreached: {
    code: "FW3214",
    severity: "error",
    message: "nothing of the block `{block}` is done after its `return`",
    explanation: "A block has one `return`, which ends it. Remove what stands behind, or move it before.",
  },
  result_unnamed: {
    code: "FW3215",
    severity: "error",
    message: "name this result: `{value}` is one of several",
    explanation:
      "Where a block returns several values, each has a name: `return mean: a, spread: b`. A value that is a name already gives its own.",
  },
  name_reserved: {
    code: "FW3216",
    severity: "error",
    message: "an input or output cannot be called `{name}`",
    explanation:
      "Records and predictions have a field for each, and in an object of JavaScript this name means something else. Choose another name.",
  },
  weight_kind: {
    code: "FW3110",
    severity: "error",
    message: "a weight is declared as `feature` with its axes, and `{weight}` as `{found}`",
    explanation:
      "A declared weight is a tensor of trained numbers, which are features: nothing measured and nothing decided. Write its axes with their sizes behind it, as in `weight latent: feature[latent: 64, channel: 32] = normal(0.02)`.",
  },
  weight_size_missing: {
    code: "FW3111",
    severity: "error",
    message: "the weight `{weight}` does not say how large its `{axis}` axis is",
    explanation:
      "A weight is made before any value is seen, so every axis needs a size: a number, a setting of the block, or a symbol that stands in a parameter's type.",
    wrong:
      "block B(x: feature[channel: D]) -> feature {\n  weight scale: feature = ones\n  return multiply(x, scale)\n}",
    right:
      "block B(x: feature[channel: D]) -> feature {\n  weight scale: feature[channel: D] = ones\n  return multiply(x, scale)\n}",
  },
  weight_start_missing: {
    code: "FW3112",
    severity: "error",
    message: "the weight `{weight}` does not say how it starts",
    explanation:
      "What a weight starts from decides how a model learns, so it is always written. Say it behind the type: `= zeros`, `= ones`, `= normal(0.02)`, `= glorot_uniform`. The reference lists all of them.",
  },
  edges_unlike: {
    code: "FW3113",
    severity: "error",
    message:
      "`{value}` cannot be the edges of these nodes: it needs the axis `{axis}` and one more as long, and its axes are {axes}",
    explanation:
      "Edges are a table of weights: the row of a node holds those that lead to it, one from every node. Take those of a `graph` input, as `molecule.edges`, or declare them: `weight links: feature[node: 4, other: 4] = ones`.",
  },
  shared_weights: {
    code: "FW3109",
    severity: "error",
    message: "the weights of this `{operator}` are shared with another use, and do not fit {found}",
    explanation:
      "An instance that is made with `new` has one set of weights for all its uses, so all values that it is applied to have the same channels. Make an instance for each, or bring the values to one width before.",
  },
  new_refused: {
    code: "FW3108",
    severity: "error",
    message: "`new` makes an instance of a block, and `{name}` is {found}",
    explanation:
      "An instance has weights that all its uses share. Put the operators that are to share theirs into a `block`, and make an instance of that.",
  },
  expansion_limit: {
    code: "FW3301",
    severity: "error",
    message: "written out, this takes more than {limit} steps to check",
    explanation:
      "Blocks and `for` are written out when compiling. An expression counts as one step and an operator as 40, a recurrence as two operators for each place. Use fewer repetitions.",
  },
  nesting_limit: {
    code: "FW3305",
    severity: "error",
    message: "blocks and expressions stand within each other more than {limit} deep",
    explanation:
      "Blocks are written out where they are used, each counting as 10 expressions. Use fewer blocks within blocks, and name values in between.",
  },
  budget_exceeded: {
    code: "FW3302",
    severity: "error",
    message: "the model needs {found} {quantity}, and {relation} {limit} is required",
    explanation:
      "The `require` line states a budget that the model breaks. `fusewire check` lists what each line costs: make the costliest smaller.",
  },
  requirement_unclear: {
    code: "FW3303",
    severity: "error",
    message:
      "`require` compares `parameters`, `macs`, `activation_memory` or `shape(value)`, and not {found}",
    explanation:
      "Write, for example, `require parameters < 300k, macs < 20M` or `require shape(joint) == feature[256]`.",
  },
  shape_required: {
    code: "FW3304",
    severity: "error",
    message: "`{value}` is {found}, and {expected} is required",
    explanation: "The `require` line promises another type. Change the promise or the model.",
  },
  unknown_metric: {
    code: "FW3401",
    severity: "error",
    message: "there is no metric `{metric}`; there are {metrics}",
    explanation: "Early stopping watches a metric of a split, such as `validation.macro_f1`.",
  },
  metric_ranks: {
    code: "FW3415",
    severity: "error",
    message: "`{metric}` is known of validation rows, and not of the rows that are trained on",
    explanation:
      "The metric ranks all rows by what one model says of them. The training rows of an epoch are answered one batch after another, by weights that change with every step, and their answers are not kept. Watch the metric on the validation split.",
  },
  plan_setting_missing: {
    code: "FW3402",
    severity: "error",
    message: "`{declaration}` needs `{setting}:`",
    explanation: "The setting has no default. Add a line `setting: value`.",
  },
  plan_field_missing: {
    code: "FW3403",
    severity: "error",
    message: "the data `{data}` has no field for the {role} `{name}`",
    explanation:
      'Each input and output of the model needs a field of its name in `data`: `name = column("name")`.',
  },
  plan_field_unknown: {
    code: "FW3404",
    severity: "error",
    message:
      'a field of `data` comes from `column("…")`, `columns(["…"])`, `file("…")`, `rows("…")` or `readings(["…"])`, and this is not',
    explanation:
      'Write `name = column("name")`, and apply transforms with `|>`: `column("name") |> lowercase`.',
  },
  target_unclear: {
    code: "FW3405",
    severity: "error",
    message: "the loss needs a target: `{value}` is no output of the model",
    explanation:
      "For an output the target is the output's own label. For another value name it: `cross_entropy(words_head, target: group)`.",
  },
  trained_twice: {
    code: "FW3407",
    severity: "error",
    message: "`{model}` is trained already",
    explanation:
      "A file says one way to train a model. Put another way into a file of its own, which imports the model with `use`.",
  },
  terms_missing: {
    code: "FW3408",
    severity: "error",
    message: "`minimise` has no term, so that there is nothing to learn",
    explanation:
      "Give at least one named term: `minimise { group = cross_entropy(group) }`, or a single loss: `minimise: cross_entropy(group)`.",
  },
  training_data_missing: {
    code: "FW3409",
    severity: "error",
    message: "`train {model}` names no data",
    explanation: "Say which `data` declaration to train on: `train Model on Data { … }`.",
  },
  drop_nothing: {
    code: "FW3450",
    severity: "error",
    message: "`drop` has nothing to drop: no input of `{model}` is optional",
    explanation:
      "Modality dropout makes records lack some of their inputs in training, so that the model learns to answer without them. Only an `optional input` may be lacking, then and later: the operators that join values say what becomes of what is absent. Declare as optional what records may lack, or leave `drop` out.",
  },
});
