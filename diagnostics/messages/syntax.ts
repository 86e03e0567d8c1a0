import { defineMessages } from "./define.ts";

/** Findings of the parser, FW0001 to FW0999: characters and texts, brackets, statements, values, types. */
export const syntaxMessages = defineMessages({
  // ---- the text itself ---------------------------------------------------------------------------------
  source_too_large: {
    code: "FW0001",
    severity: "error",
    message: "this file has {size} characters; at most {limit} are read",
    explanation:
      "A model is a page or two of text. A file this large is most likely data under a wrong name; data belongs in a table that a `data` block reads.",
  },
  too_many_errors: {
    code: "FW0002",
    severity: "error",
    message: "more than {limit} errors; the rest of them are not listed",
    explanation:
      "Mend those above and check again. After so many errors, though, the file is probably not written in this language at all.",
  },
  hidden_character: {
    code: "FW0003",
    severity: "error",
    message: "here stands {character}, which cannot be seen",
    explanation:
      "Control characters, halves of surrogate pairs and marks that turn the direction of writing can make a file look different from what it says. They are refused everywhere, in comments too. In a text, write `\\u{…}` with the character's number instead.",
  },
  unexpected_character: {
    code: "FW0004",
    severity: "error",
    message: "`{character}` has no meaning here",
    explanation:
      "Outside texts and comments, only letters, digits, `_` and the signs of the language may stand.",
    wrong: "category Mood = [$good]",
    right: 'category Mood = ["good"]',
  },
  foreign_comment: {
    code: "FW0005",
    severity: "error",
    message: "comments begin with `//`",
    explanation:
      "There is one kind of comment, from `//` to the end of the line, and one kind of documentation, `///` on the lines directly above what it documents.",
    wrong: "# moods\ncategory Mood = []",
    right: "// moods\ncategory Mood = []",
  },
  unclosed_comment: {
    code: "FW0006",
    severity: "error",
    message: "this comment is never closed",
    explanation: "Comments begin with `//` and end with their line, so that they cannot be left open.",
  },

  // ---- texts and numbers -------------------------------------------------------------------------------
  unclosed_string: {
    code: "FW0010",
    severity: "error",
    message: "this text is never closed",
    explanation: 'A text begins and ends with `"` on one line. A line break within it is written `\\n`.',
    wrong: 'category Mood = ["good, "bad"]',
    right: 'category Mood = ["good", "bad"]',
  },
  foreign_quotes: {
    code: "FW0011",
    severity: "error",
    message: "texts stand in straight double quotes",
    explanation: 'There is one way to write a text: `"like this"`.',
    wrong: "category Mood = ['good']",
    right: 'category Mood = ["good"]',
  },
  unknown_escape: {
    code: "FW0012",
    severity: "error",
    message: "`{escape}` stands for no character",
    explanation:
      'In a text, `\\n` is a line break, `\\t` a tab, `\\r` a carriage return, `\\"` a quote, `\\\\` a backslash, and `\\u{1F600}` the character of that number.',
    wrong: 'category Mood = ["\\good"]',
    right: 'category Mood = ["\\\\good"]',
  },
  unknown_unit: {
    code: "FW0013",
    severity: "error",
    message: "`{unit}` is not a unit",
    explanation:
      "A word that follows a number must be one of the known suffixes and units. `k`, `M` and `G` multiply by a thousand, a million and a billion.",
    wrong: "model A {\n  input voice: audio(2 s) @ 16 khz\n}",
    right: "model A {\n  input voice: audio(2 s) @ 16 kHz\n}",
  },
  malformed_number: {
    code: "FW0014",
    severity: "error",
    message: "`{number}` is not how a number is written",
    explanation:
      "A number has digits on both sides of its point, and single `_` between digits where they help the eye: `0.5`, `2_000`, `1e-3`, `300k`, `16 kHz`.",
    wrong: "train A on B {\n  epochs: 2__000\n}",
    right: "train A on B {\n  epochs: 2_000\n}",
  },
  number_too_large: {
    code: "FW0015",
    severity: "error",
    message: "`{number}` is larger than any number that can be kept",
    explanation: "Numbers are 64-bit floating point; the largest is about 1.8e308.",
    wrong: "train A on B {\n  epochs: 1e999\n}",
    right: "train A on B {\n  epochs: 20\n}",
  },

  // ---- brackets ----------------------------------------------------------------------------------------
  unclosed_bracket: {
    code: "FW0020",
    severity: "error",
    message: "this `{bracket}` is never closed",
    explanation:
      "Every `(`, `[` and `{` needs its partner. Where one is missing, the lines that follow and their indentation tell where it was probably meant.",
    wrong: "model A {\n  x = dense(64\n  y = relu(x)\n}",
    right: "model A {\n  x = dense(64)\n  y = relu(x)\n}",
  },
  stray_bracket: {
    code: "FW0021",
    severity: "error",
    message: "this `{bracket}` closes nothing",
    explanation: "No bracket of this kind is open here: it is one too many, or its partner was lost above.",
    wrong: "model A {\n  x = dense(64))\n}",
    right: "model A {\n  x = dense(64)\n}",
  },
  mismatched_bracket: {
    code: "FW0022",
    severity: "error",
    message: "`{opened}` is closed by `{closed}`",
    explanation: "`(` is closed by `)`, `[` by `]` and `{` by `}`.",
    wrong: "model A {\n  x = mean([a, b))\n}",
    right: "model A {\n  x = mean([a, b])\n}",
  },
  nested_too_deeply: {
    code: "FW0023",
    severity: "error",
    message: "this is nested more than {limit} levels deep",
    explanation:
      "Brackets within brackets, and long chains of operators, are followed down to a fixed depth only, so that no file can exhaust the compiler. Give the inner parts names of their own.",
  },

  // ---- lines and statements ----------------------------------------------------------------------------
  semicolon: {
    code: "FW0030",
    severity: "error",
    message: "a statement ends with its line, without `;`",
    explanation: "Write one statement on a line.",
    wrong: "train A on B {\n  epochs: 20;\n}",
    right: "train A on B {\n  epochs: 20\n}",
  },
  comma_after_statement: {
    code: "FW0031",
    severity: "error",
    message: "no comma belongs between statements",
    explanation: "A statement ends with its line. Commas separate what stands in brackets.",
    wrong: "train A on B {\n  epochs: 20,\n  batch: 64\n}",
    right: "train A on B {\n  epochs: 20\n  batch: 64\n}",
  },
  same_line: {
    code: "FW0032",
    severity: "error",
    message: "a new statement begins on a line of its own",
    explanation: "A statement ends with its line or with its body; the next one begins on a new line.",
    wrong: "train A on B {\n  epochs: 20 batch: 64\n}",
    right: "train A on B {\n  epochs: 20\n  batch: 64\n}",
  },
  foreign_word: {
    code: "FW0033",
    severity: "error",
    message: "`{word}` is not a word of this language",
    explanation:
      "A value is made with `name = …`, without a word before it. Reusable parts are `block`s, other files are brought in with `use`, and the only repetition is `for … in …`, which is unrolled before the model runs.",
    wrong: "model A {\n  let x = dense(64)\n}",
    right: "model A {\n  x = dense(64)\n}",
  },
  unnamed_value: {
    code: "FW0034",
    severity: "error",
    message: "this value has no name",
    explanation:
      "Nothing has a side effect, so a value that is not named is lost. Name it with `name = …`, hand it on with `return`, or make it an `output`.",
    wrong: "model A {\n  dense(64)\n}",
    right: "model A {\n  x = dense(64)\n}",
  },
  equality_for_assignment: {
    code: "FW0035",
    severity: "error",
    message: "`{sign}` does not give a name to a value",
    explanation: "A value is named with `=`, once.",
    wrong: "model A {\n  x == dense(64)\n}",
    right: "model A {\n  x = dense(64)\n}",
  },
  not_a_statement: {
    code: "FW0036",
    severity: "error",
    message: "no statement begins like this",
    explanation:
      "A body holds declarations (`input`, `output`, `weight`, `require`, `return`, `for`), values (`name = …`), settings (`name: …`) and groups (`name { … }`).",
    wrong: "model A {\n  64\n}",
    right: "model A {\n  x = 64\n}",
  },
  not_at_top: {
    code: "FW0037",
    severity: "error",
    message: "this cannot stand outside a model, a block or another body",
    explanation: "At the top of a file stand `use`, `category`, `model`, `block`, `data` and `train`.",
    wrong: "x = dense(64)",
    right: "model A {\n  x = dense(64)\n}",
  },
  not_in_body: {
    code: "FW0038",
    severity: "error",
    message: "`{keyword}` stands at the top of a file, not within a body",
    explanation:
      "`use`, `category`, `model`, `block`, `data` and `train` are not nested. If this one is meant to stand at the top, a `}` is missing above it.",
    wrong: "model A {\n  category B = []\n}",
    right: "category B = []\nmodel A {\n}",
  },
  nothing_to_pipe: {
    code: "FW0039",
    severity: "error",
    message: "nothing stands to the left of this `|>`",
    explanation: "`|>` hands the value on its left to the operator on its right.",
    wrong: "model A {\n  |> dense(64)\n}",
    right: "model A {\n  y = x |> dense(64)\n}",
  },
  missing_body: {
    code: "FW0040",
    severity: "error",
    message: "{what} needs a body in braces",
    explanation: "The body holds its statements, one on a line: `{ … }`.",
    wrong: "model A",
    right: "model A {\n}",
  },
  unexpected_body: {
    code: "FW0041",
    severity: "error",
    message: "a body in braces does not belong here",
    explanation:
      "Bodies belong to models, blocks, data, training, `for` and groups of settings. Braces hold no values; lists stand in `[ ]`, and named settings in `( )`.",
    wrong: "model A {\n  x = { a: 1 }\n}",
    right: "model A {\n  x = [1]\n}",
  },
  missing_name: {
    code: "FW0042",
    severity: "error",
    message: "{what} needs a name",
    explanation: "Names begin with a letter or `_` and go on with letters, digits and `_`.",
    wrong: "model {\n}",
    right: "model A {\n}",
  },
  missing_type: {
    code: "FW0043",
    severity: "error",
    message: "{what} needs a type",
    explanation:
      "Types are written at the borders: after the name of an input, an output, a weight or a parameter, with `:`.",
    wrong: "model A {\n  input x\n}",
    right: "model A {\n  input x: image(64, 64)\n}",
  },
  missing_value: {
    code: "FW0044",
    severity: "error",
    message: "{what} needs a value after `{sign}`",
    explanation:
      "A value is a name, a number, a text, a list or a call. A statement ends with its line unless a bracket is open or the next line begins with `|>`.",
    wrong: "train A on B {\n  epochs:\n}",
    right: "train A on B {\n  epochs: 20\n}",
  },
  missing_part: {
    code: "FW0045",
    severity: "error",
    message: "{what} needs {part}",
    explanation: "A part of the statement is missing; its shape is shown beside the error.",
    wrong: "category Mood",
    right: 'category Mood = ["good", "bad"]',
  },
  empty_list: {
    code: "FW0046",
    severity: "error",
    message: "{what} names nothing",
    explanation: "At least one entry is needed here.",
    wrong: 'use "./vision.fuse" { }',
    right: 'use "./vision.fuse" { ConvNet }',
  },
  missing_sign: {
    code: "FW0047",
    severity: "error",
    message: "`:` or `=` is missing after `{name}`",
    explanation:
      "A name and what belongs to it are joined by a sign: `name: …` sets a setting, `name = …` makes a value.",
    wrong: "train A on B {\n  epochs 20\n}",
    right: "train A on B {\n  epochs: 20\n}",
  },
  brace_on_own_line: {
    code: "FW0048",
    severity: "error",
    message: "a body begins on the line that it belongs to",
    explanation: "A statement ends with its line, so a body begins on the line of its statement.",
    wrong: "model A\n{\n}",
    right: "model A {\n}",
  },
  unknown_word: {
    code: "FW0049",
    severity: "error",
    message: "no {what} begins with the word `{word}`",
    explanation:
      "At the top of a file stand `use`, `category`, `model`, `block`, `data` and `train`; in a body, `input`, `output`, `weight`, `require`, `return` and `for`, values (`name = …`), settings (`name: …`) and groups (`name { … }`).",
    wrong: "model A {\n  ouput y: Group = x\n}",
    right: "model A {\n  output y: Group = x\n}",
  },
  broken_line: {
    code: "FW0065",
    severity: "error",
    message: "the statement breaks off at `{sign}`",
    explanation:
      "A newline ends a statement, unless a `(` or `[` is open or the next line begins with `|>`. Begin the line with the `|>`, or put the whole calculation in brackets.",
    wrong: "model A {\n  y = x |>\n    relu\n}",
    right: "model A {\n  y = x\n    |> relu\n}",
  },
  missing_arrow: {
    code: "FW0064",
    severity: "error",
    message: "what a block gives stands behind `->`",
    explanation:
      "A block's signature reads from left to right: its parameters, `->`, and the type that it gives.",
    wrong: "block F(x: image): feature {\n  return x\n}",
    right: "block F(x: image) -> feature {\n  return x\n}",
  },

  typed_value: {
    code: "FW0062",
    severity: "error",
    message: "a value is named without its type",
    explanation:
      "Types are written at the borders: for inputs, outputs, weights and a block's parameters. Everything between has the type that its operators give.",
    wrong: "model A {\n  x: feature = y |> dense(64)\n}",
    right: "model A {\n  x = y |> dense(64)\n}",
  },
  colon_for_value: {
    code: "FW0063",
    severity: "error",
    message: "the value of {what} follows `=`",
    explanation: "`:` introduces a type or sets a setting; `=` gives a value.",
    wrong: 'category Mood: ["good", "bad"]',
    right: 'category Mood = ["good", "bad"]',
  },

  unquoted_path: {
    code: "FW0070",
    severity: "error",
    message: "the path of a file stands in quotes",
    explanation:
      'A file is named by a text, relative to the file that uses it: `use "./vision.fuse" { ConvNet }`. Only the parts of the standard library are named without quotes: `use std.vision { ResNet }`.',
    wrong: "use ./vision.fuse { ConvNet }",
    right: 'use "./vision.fuse" { ConvNet }',
  },

  // ---- values ------------------------------------------------------------------------------------------
  equals_in_call: {
    code: "FW0050",
    severity: "error",
    message: "a setting in a call is written with `:`",
    explanation: "`=` makes a value in a body; within brackets, settings are named with `:`.",
    wrong: "model A {\n  x = y |> dense(64, activation = relu)\n}",
    right: "model A {\n  x = y |> dense(64, activation: relu)\n}",
  },
  equals_for_type: {
    code: "FW0051",
    severity: "error",
    message: "the type of {what} follows `:`",
    explanation: "`=` gives a value; a type stands after `:`.",
    wrong: "model A {\n  input x = image(64, 64)\n}",
    right: "model A {\n  input x: image(64, 64)\n}",
  },
  missing_comma: {
    code: "FW0052",
    severity: "error",
    message: "a comma is missing between these",
    explanation:
      "What stands side by side in brackets is separated by commas; one after the last is allowed.",
    wrong: "model A {\n  x = mean([a b])\n}",
    right: "model A {\n  x = mean([a, b])\n}",
  },
  extra_comma: {
    code: "FW0053",
    severity: "error",
    message: "nothing stands before this comma",
    explanation: "Commas stand between things. One after the last is allowed, two in a row are not.",
    wrong: "model A {\n  x = mean([a,, b])\n}",
    right: "model A {\n  x = mean([a, b])\n}",
  },
  unexpected: {
    code: "FW0054",
    severity: "error",
    message: "{found} is not expected here",
    explanation: "Up to this place the statement could be read; what follows does not continue it.",
    wrong: "model A {\n  x = a b\n}",
    right: "model A {\n  x = a |> b\n}",
  },
  chained_comparison: {
    code: "FW0055",
    severity: "error",
    message: "comparisons do not chain",
    explanation: "A comparison takes two sides. Write two conditions, with a comma between them.",
    wrong: "model A {\n  require 1k < parameters < 2M\n}",
    right: "model A {\n  require 1k < parameters, parameters < 2M\n}",
  },
  pipe_into_value: {
    code: "FW0056",
    severity: "error",
    message: "to the right of `|>` stands an operator, not {found}",
    explanation:
      "`|>` hands a value to an operator, a block or an instance: a name, or a call with its settings. It binds more loosely than everything else, so that `a |> f + b` means `a |> (f + b)`.",
    wrong: "model A {\n  y = x |> relu + 1\n}",
    right: "model A {\n  y = (x |> relu) + 1\n}",
  },
  call_of_value: {
    code: "FW0057",
    severity: "error",
    message: "only a name can be called",
    explanation:
      "A call is the name of an operator, a block or an instance with its arguments in brackets. To use one result in another, hand it on with `|>`.",
    wrong: "model A {\n  y = dense(64)(x)\n}",
    right: "model A {\n  y = x |> dense(64)\n}",
  },
  tuple: {
    code: "FW0058",
    severity: "error",
    message: "lists stand in square brackets",
    explanation: "Round brackets group one value or hold the arguments of a call.",
    wrong: "model A {\n  x = (1, 2)\n}",
    right: "model A {\n  x = [1, 2]\n}",
  },
  foreign_operator: {
    code: "FW0059",
    severity: "error",
    message: "`{sign}` is not an operator of this language",
    explanation:
      "The operators are `|>`, the comparisons `== != < <= > >=`, `..`, and `+ - * /`. Everything else is an operator with a name.",
    wrong: "model A {\n  x = a ** 2\n}",
    right: "model A {\n  x = a * a\n}",
  },
  new_without_call: {
    code: "FW0060",
    severity: "error",
    message: "`new` makes an instance of a call",
    explanation:
      "`new ConvNet(widths: [16, 32])` makes one instance whose weights every use shares. Brackets are written even when no setting is.",
    wrong: "model A {\n  encode = new Encoder\n}",
    right: "model A {\n  encode = new Encoder()\n}",
  },
  new_in_pipe: {
    code: "FW0061",
    severity: "error",
    message: "`new` makes an instance to be named, not a step",
    explanation:
      "A step that is called directly has weights of its own already; `new` is for an instance that several steps share.",
    wrong: "model A {\n  y = x |> new Encoder()\n}",
    right: "model A {\n  y = x |> Encoder()\n}",
  },
});
