#!/usr/bin/env node
import { Command, CommanderError, Option } from "commander";
import { FORMATS } from "../diagnostics/render/formats.ts";
import packageJson from "../package.json" with { type: "json" };
import { USAGE } from "./exit-codes.ts";
import { toldOf } from "./failure.ts";
import { printError } from "./terminal.ts";

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
    .version(packageJson.version)
    .showHelpAfterError("(fusewire --help shows how it is used)")
    .exitOverride();

  program
    .command("check")
    .description("Check models and report what they cost.")
    .argument("<files...>", "source files")
    .addOption(new Option("--format <format>", "how findings are written").choices(Object.keys(FORMATS)).default("text"))
    .option("-o, --out <file>", "write to a file instead of the terminal")
    .addHelpText("after", examples("fusewire check model.fuse", "fusewire check models/*.fuse --format sarif -o findings.sarif"))
    .action(action(async () => (await import("./commands/check.ts")).check));

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
    .addHelpText("after", examples("fusewire init", "fusewire init sentiment.fuse"))
    .action(action(async () => (await import("./commands/init.ts")).init));

  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    const { message, help, exitCode } = toldOf(error);
    printError(message, help);
    if (process.env.FUSEWIRE_DEBUG && error instanceof Error) console.error(error.stack);
    return exitCode;
  }
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

process.exitCode = await main(process.argv);
