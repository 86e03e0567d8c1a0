import { defineMessages } from "./define.ts";

/** Findings about names 10xx and imports 11xx. */
export const nameMessages = defineMessages({
  unknown_name: {
    code: "FW1001",
    severity: "error",
    message: "nothing here is called `{name}`",
    explanation:
      "A name must be defined above where it is used: as an input, a value, a block or a category, or imported with `use`.",
    wrong: "model M {\n  input x: vector(8)\n  output mood: Mood = y |> classify(Mood)\n}",
    right: "model M {\n  input x: vector(8)\n  output mood: Mood = x |> classify(Mood)\n}",
  },
  unknown_operator: {
    code: "FW1002",
    severity: "error",
    message: "there is no operator or block called `{name}`",
    explanation:
      "The reference lists all operators. Blocks are those defined in this file or imported with `use`.",
  },
  unknown_type: {
    code: "FW1003",
    severity: "error",
    message: "there is no type called `{name}`",
    explanation:
      "Use a modality such as `text`, `image` or `vector` for an input; a block's values may also have a kind such as `feature`, and outputs a `category` of the file.",
  },
  unknown_plan_setting: {
    code: "FW1004",
    severity: "error",
    message: "`{declaration}` has no setting `{setting}`",
    explanation:
      "The reference lists the settings of `data` and `train`. A misspelt one is an error, never ignored.",
  },
  unknown_declaration: {
    code: "FW1005",
    severity: "error",
    message: "there is no {role} called `{name}`",
    explanation:
      "`train Model on Data` names a `model` and a `data` declaration of the same file, or imported with `use`.",
  },
  unknown_dimension: {
    code: "FW1006",
    severity: "error",
    message: "the symbol `{name}` stands bare in no parameter's type, so that no use can tell its size",
    explanation:
      "A size symbol gets its number from the value that is handed in: write it bare in a parameter's type, such as `feature[channel: D]`.",
  },
  import_missing: {
    code: "FW1101",
    severity: "error",
    message: "the file `{path}` cannot be read",
    explanation:
      "Check the path: it is relative to the file that imports it and ends in `.fuse`. What a link of the project folder leads to is not read where it lies outside of it.",
  },
  import_outside: {
    code: "FW1102",
    severity: "error",
    message: "`{path}` lies outside of the project folder",
    explanation:
      "A source file may import only from the project's folder and below, so that a file from a stranger is safe to compile.",
  },
  import_cycle: {
    code: "FW1103",
    severity: "error",
    message: "these files import each other: {cycle}",
    explanation: "Move what both need into a third file.",
  },
  import_name: {
    code: "FW1104",
    severity: "error",
    message: "`{path}` defines nothing called `{name}`",
    explanation:
      "Import a name from the file that defines it: only a file's own blocks, categories, models and data can be imported from it.",
  },
  library_missing: {
    code: "FW1106",
    severity: "error",
    message: "there is no library `{name}`",
    explanation:
      'A path without quotes reads the standard library, which comes with Fusewire. Files of the project stand in quotes: `use "./vision.fuse" { Encoder }`.',
  },
  import_reserved: {
    code: "FW1107",
    severity: "error",
    message: "`{path}` is a file of the standard library: give yours another name",
    explanation:
      "The standard library's files are called `std/….fuse` in all that the compiler says. A file of the project with the same path could not be told from it.",
  },
  import_limit: {
    code: "FW1105",
    severity: "error",
    message: "more than {limit} files are imported",
    explanation: "Import fewer files.",
  },
});
