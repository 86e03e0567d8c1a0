#!/usr/bin/env node
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { FORMATS } from "../diagnostics/render/formats.ts";
import { SPLITS } from "../runtime/data/split-names.ts";
import { VERSION } from "../runtime/version.ts";
import { USAGE } from "./exit-codes.ts";
import { toldOf } from "./failure.ts";
import { printProblem } from "./terminal.ts";

/** Runs the command line and gives its exit code: 0 fine, 1 findings or a run that failed, 2 wrong usage. */
async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  // Each command is loaded when it is called, so that `check` starts without what only training needs.
  const action =
    <A extends unknown[]>(load: () => Promise<(...args: A) => Promise<number>>) =>
    async (...args: unknown[]) => {
      const run = await load();
      code = await run(...(args as A));
    };

  const program = new Command("fusewire")
    .description("A small typed language and compiler for multimodal fusion models.")
    .version(VERSION)
    .showHelpAfterError("(fusewire --help shows how it is used)")
    .exitOverride();

  program
    .command("check")
    .description("Check models and report what they cost.")
    .argument("<files...>", "source files")
    .addOption(
      new Option("--format <format>", "how findings are written")
        .choices(Object.keys(FORMATS))
        .default("text"),
    )
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples("fusewire check model.fuse", "fusewire check models/*.fuse --format sarif -o findings.sarif"),
    )
    .action(action(async () => (await import("./commands/check.ts")).check));

  program
    .command("format")
    .description("Lay source files out in the one canonical way.")
    .argument("<paths...>", "source files, folders of them, or - for standard input")
    .option("--check", "list the files that are laid out otherwise, and change none")
    .addHelpText("after", examples("fusewire format model.fuse", "fusewire format --check models"))
    .action(action(async () => (await import("./commands/format.ts")).format));

  program
    .command("train")
    .description("Train a model on its data.")
    .argument("[file]", "source file with a train declaration")
    .option("-o, --out <folder>", "folder of the run; by default runs/<model>-<n>")
    .option("--model <name>", "the model to train, where the file trains several")
    .option("--seed <n>", "seed instead of the declared one", wholeNumber)
    .option("--epochs <n>", "epochs instead of the declared ones", positiveNumber)
    .option("--threads <n>", "threads inside an operation", positiveNumber)
    .addOption(
      new Option(
        "--engine <engine>",
        "what trains; TensorFlow where it is installed, else ONNX Runtime",
      ).choices(["tensorflow", "onnx"]),
    )
    .option("--resume <run>", "continue an interrupted run")
    .option("--tensorboard", "also write event files for TensorBoard, below tensorboard/ in the run's folder")
    .option("--find-lr", "try learning rates for 100 steps and propose one, in place of training")
    .addHelpText(
      "after",
      examples(
        "fusewire train model.fuse",
        "fusewire train model.fuse --seed 3 -o runs/third",
        "fusewire train --resume runs/third",
        "fusewire train model.fuse --find-lr",
      ),
    )
    .action(action(async () => (await import("./commands/train.ts")).train));

  program
    .command("data")
    .description("Report on the data that a model is trained on: counts, balance, duplicates, leaks, faults.")
    .argument("<file>", "source file with a train declaration")
    .option("--json", "write the report as JSON")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples("fusewire data model.fuse", "fusewire data model.fuse --json -o data.json"),
    )
    .action(action(async () => (await import("./commands/data.ts")).data));

  program
    .command("evaluate")
    .description("Measure a trained model on a split of its data.")
    .argument("<run>", "folder of a run")
    .addOption(new Option("--split <split>", "which rows").choices([...SPLITS]).default("test"))
    .addOption(new Option("--checkpoint <which>", "which weights").choices(["best", "last"]))
    .addOption(new Option("--engine <engine>", "what computes").choices(["onnx", "tensorflow"]))
    .option("--subsets", "also for every set of the optional inputs, as if records had no others")
    .option("--json", "write the figures as JSON")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples(
        "fusewire evaluate runs/third",
        "fusewire evaluate runs/third --split validation --json",
        "fusewire evaluate runs/third --subsets",
      ),
    )
    .action(action(async () => (await import("./commands/evaluate.ts")).evaluate));

  program
    .command("report")
    .description("Write a page about a run: how it learned, how it fares, what it is most wrong about.")
    .argument("<run>", "folder of a run")
    .addOption(
      new Option("--split <split>", "which rows are answered; validation by default").choices([...SPLITS]),
    )
    .addOption(new Option("--checkpoint <which>", "which weights").choices(["best", "last"]))
    .addOption(new Option("--engine <engine>", "what computes").choices(["onnx", "tensorflow"]))
    .option("-o, --out <file>", "page to write; by default report.html in the run's folder")
    .addHelpText(
      "after",
      examples("fusewire report runs/third", "fusewire report runs/third --split test -o third.html"),
    )
    .action(action(async () => (await import("./commands/report.ts")).report));

  program
    .command("compare")
    .description(
      "Train several models alike, beside each single input and their plain vote, and tell noise from gain.",
    )
    .argument("<files...>", "source files, each of which trains one model")
    .option("--seeds <n>", "how many seeds each model is trained with", positiveNumber, 5)
    .option("--epochs <n>", "epochs instead of the declared ones", positiveNumber)
    .option("--runs <folder>", "where runs are kept, so that none is trained twice", "runs/compare")
    .addOption(new Option("--split <split>", "which rows").choices([...SPLITS]).default("test"))
    .addOption(
      new Option(
        "--engine <engine>",
        "what trains; TensorFlow where it is installed, else ONNX Runtime",
      ).choices(["tensorflow", "onnx"]),
    )
    .option("--json", "write the figures as JSON")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples(
        "fusewire compare early.fuse late.fuse",
        "fusewire compare models/*.fuse --seeds 10 --json -o comparison.json",
      ),
    )
    .action(action(async () => (await import("./commands/compare.ts")).compare));

  program
    .command("predict")
    .description("Predict records with a trained model.")
    .argument("<run>", "folder of a run")
    .argument("<record>", "a record as JSON, a file of records (.json or .jsonl), or - for standard input")
    .addOption(new Option("--checkpoint <which>", "which weights").choices(["best", "last"]))
    .addOption(new Option("--engine <engine>", "what computes").choices(["onnx", "tensorflow"]))
    .option("--json", "write JSON Lines, one line per record")
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples(
        `fusewire predict runs/third '{"name": "red apple", "picture": "apple.png"}'`,
        "fusewire predict runs/third records.jsonl --json -o predictions.jsonl",
      ),
    )
    .action(action(async () => (await import("./commands/predict.ts")).predict));

  program
    .command("verify")
    .description(
      "Try what every model must do: weights that learn, rows that stay apart, padding that counts nothing.",
    )
    .argument("<file>", "source file")
    .option("--model <name>", "the model to verify, where the file defines several")
    .option("--seed <n>", "seed of the random weights and records", wholeNumber)
    .addOption(
      new Option("--format <format>", "how the verdicts are written")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText(
      "after",
      examples(
        "fusewire verify model.fuse",
        "fusewire verify model.fuse --seed 3 --format json -o verdicts.json",
      ),
    )
    .action(action(async () => (await import("./commands/verify.ts")).verify));

  program
    .command("build")
    .description("Write a model for others to use: as a schema, a SavedModel, and more.")
    .argument("<model>", "source file, or folder of a run, whose weights are then written too")
    .requiredOption("--target <target>", "browser, json-schema, savedmodel or typescript")
    .requiredOption("-o, --out <folder>", "folder to write")
    .option("--model <name>", "the model to build, where the file defines several")
    .addOption(new Option("--checkpoint <which>", "which weights of a run").choices(["best", "last"]))
    .option("--force", "replace a folder that is there")
    .option("--tfjs <package>", "which tfjs the target typescript uses: node-gpu, node or web")
    .addHelpText(
      "after",
      examples(
        "fusewire build model.fuse --target typescript --tfjs web -o owned",
        "fusewire build model.fuse --target json-schema -o schema",
        "fusewire build runs/third --target browser -o public/model",
        "fusewire build runs/third --target savedmodel -o serving/third/1",
      ),
    )
    .action(action(async () => (await import("./commands/build.ts")).build));

  program
    .command("export")
    .description("Write a trained model as an ONNX file.")
    .argument("<run>", "folder of a run")
    .requiredOption("-o, --out <file>", "file to write")
    .addOption(new Option("--checkpoint <which>", "which weights").choices(["best", "last"]))
    .option("--force", "replace a file that is there")
    .addHelpText("after", examples("fusewire export runs/third -o third.onnx"))
    .action(action(async () => (await import("./commands/export.ts")).exportRun));

  const engine = program.command("engine").description("Manage the native TensorFlow that models run on.");
  engine
    .command("install")
    .description("Give this machine a working engine.")
    .option("--gpu", "a TensorFlow built for CUDA")
    .option("--force", "install anew although a working engine is there")
    .addHelpText("after", examples("fusewire engine install", "fusewire engine install --gpu"))
    .action(action(async () => (await import("./commands/engine.ts")).install));

  program
    .command("doctor")
    .description("Report Node, engine and devices, and what to do about what is missing.")
    .option("--json", "write the report as JSON")
    .addHelpText("after", examples("fusewire doctor"))
    .action(action(async () => (await import("./commands/doctor.ts")).doctor));

  program
    .command("explain")
    .description("Explain a finding by its code.")
    .argument("<code>", "such as FW2104")
    .addHelpText("after", examples("fusewire explain FW2104"))
    .action(action(async () => (await import("./commands/explain.ts")).explain));

  program
    .command("init")
    .description("Write a first model to start from.")
    .argument("[file]", "source file to write", "model.fuse")
    .option("--force", "overwrite a file that is there")
    .option("--from <table>", "look at a table, and write models for its columns")
    .option("-o, --out <file>", "source file to write")
    .option("--label <column>", "the column to predict, where it is not told by its name")
    .addHelpText(
      "after",
      examples(
        "fusewire init",
        "fusewire init sentiment.fuse",
        "fusewire init --from table.parquet -o first.fuse",
      ),
    )
    .action(action(async () => (await import("./commands/init.ts")).init));

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    const told = toldOf(error);
    printProblem(told, told.sources);
    if (process.env.FUSEWIRE_DEBUG && error instanceof Error) console.error(error.stack);
    return told.exitCode;
  }
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 2 ** 31 - 1) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError("It must be at least 1.");
}

process.exitCode = await main(process.argv);
