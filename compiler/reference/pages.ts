/** The language reference, written from the declarations alone. */
import { messages } from "../../diagnostics/messages/index.ts";
import { clips } from "../clips/index.generated.ts";
import { drops } from "../drops/index.generated.ts";
import { type LibraryBlock, libraryBlocks } from "../library/blocks.ts";
import { losses } from "../losses/index.generated.ts";
import { type AnyModality, WHOLE } from "../modalities/define.ts";
import { modalities } from "../modalities/index.generated.ts";
import { type AnyOperator, FAMILIES } from "../operators/define.ts";
import { operators } from "../operators/index.generated.ts";
import type { SettingSpec } from "../operators/settings.ts";
import { optimizers } from "../optimizers/index.generated.ts";
import type { AnyOutputKind, Metric } from "../outputs/define.ts";
import { outputKinds } from "../outputs/index.generated.ts";
import { BALANCES } from "../plan/balances.ts";
import { METRICS } from "../plan/metrics.ts";
import { SAMPLINGS } from "../plan/samplings.ts";
import { INITIALISERS } from "../random/initialisers.ts";
import { schedules } from "../schedules/index.generated.ts";
import { showRange } from "../types/show.ts";
import { describeDefault, describeSetting, signature } from "./settings.ts";

const NOTICE = "<!-- Written by `npm run docs` from the declarations in compiler/: do not edit. -->";

/** Pages of the reference by file name. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    "operators.md": operatorPage(),
    "modalities.md": modalityPage(),
    "outputs.md": outputPage(),
    "training.md": trainingPage(),
    "library.md": libraryPage(),
    "findings.md": findingsPage(),
  };
}

function page(title: string, intro: string, ...sections: readonly string[]): string {
  return `${[NOTICE, `# ${title}`, intro, ...sections].join("\n\n")}\n`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const code = (text: string) => `\`\`\`fuse\n${dedent(text)}\n\`\`\``;

function dedent(text: string): string {
  const lines = text
    .split("\n")
    .filter((line, i, all) => line.trim() !== "" || (i > 0 && i < all.length - 1));
  const indent = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}

function settingsTable(settings: Readonly<Record<string, SettingSpec>>): string[] {
  const rows = Object.entries(settings).map(([name, spec]) => [
    `\`${name}\``,
    describeSetting(spec),
    describeDefault(spec),
    `${spec.summary}${spec.positional === true ? " (may stand without its name)" : ""}`,
  ]);
  return rows.length === 0 ? [] : [table(["setting", "takes", "default", "meaning"], rows)];
}

function operatorPage(): string {
  const all = Object.values(operators) as readonly AnyOperator[];
  const families = Object.entries(FAMILIES).map(([family, title]) => {
    const entries = all.filter((operator) => operator.family === family);
    return [`## ${title}`, ...entries.map(operatorEntry)].join("\n\n");
  });
  const kinds = table(
    ["operator", "takes", "where a record lacks an operand", "padding"],
    all.map((operator) => [
      `\`${operator.name}\``,
      [...new Set(Object.values(operator.operands).flatMap((operand) => operand.accepts))].join(", "),
      presence(operator),
      RAGGED[operator.ragged],
    ]),
  );
  return page(
    "Operators",
    "Values flow through `|>`: `value |> operator(settings)`. Operators that join several values take them first: `operator(a, b, setting: …)`.",
    ...families,
    "## What each takes and does",
    kinds,
    "## Declared weights",
    "How `weight latent: feature[latent: 4, channel: 8] = normal(0.02)` may start. Where it matters what goes in and what comes out, the last two axes say so, in the order of their declaration.",
    table(
      ["start", "meaning", "source"],
      Object.values(INITIALISERS).map(({ name, doc, settings, source = "" }) => [
        `\`${signature(name, settings)}\``,
        doc,
        source,
      ]),
    ),
  );
}

const RAGGED = {
  pass: "passes through",
  masked: "left out",
  refuse: "refused: reduce the ragged axis first",
} as const;

function presence({ presence: rule }: AnyOperator): string {
  if (rule === "pass") return "the result is lacking too";
  return rule.rule;
}

function operatorEntry(operator: AnyOperator): string {
  const { name, summary, documentation, settings, parameters, source, example } = operator;
  return [
    `### ${name}`,
    `\`${signature(name, settings)}\``,
    summary,
    ...(documentation === undefined ? [] : [documentation]),
    ...settingsTable(settings),
    ...(parameters === undefined ? [] : [`Parameters: ${parameters.formula}.`]),
    code(example),
    ...(source === undefined ? [] : [`Source: ${source}.`]),
  ].join("\n\n");
}

function modalityPage(): string {
  const sections = Object.values(modalities).map((modality: AnyModality) =>
    [
      `## ${modality.name}`,
      `\`${signature(modality.name, modality.settings)}\``,
      modality.summary,
      ...(modality.documentation === undefined ? [] : [modality.documentation]),
      ...settingsTable(modality.settings),
      `${axesOf(modality)} Scale: ${showRange(modality.defaultRange)}.`,
      code(modality.example),
    ].join("\n\n"),
  );
  return page("Modalities", "What an `input` may be.", ...sections);
}

function outputPage(): string {
  const sections = (Object.values(outputKinds) as readonly AnyOutputKind[]).map((kind) =>
    [
      `## ${kind.name}`,
      `\`output …: ${kind.written}\``,
      kind.summary,
      kind.documentation,
      ...settingsTable(kind.settings),
      `Usual loss: \`${kind.loss}\`.`,
      metricsTable(kind.metrics),
      code(kind.example),
    ].join("\n\n"),
  );
  const intro =
    "What an `output` may be. Metrics are told by `fusewire evaluate` and after every epoch, and early stopping can watch them.";
  return page("Outputs", intro, ...sections);
}

const metricsTable = (metrics: Readonly<Record<string, Metric>>): string =>
  table(
    ["metric", "meaning", "better"],
    Object.entries(metrics).map(([name, { summary, better }]) => [`\`${name}\``, summary, better]),
  );

/** `Axes: time, channel.`, or those of each part. */
function axesOf({ parts }: AnyModality): string {
  const listed = Object.entries(parts).map(([part, { axes }]) => {
    const of = part === WHOLE ? "Axes" : `Axes of \`${part}\``;
    return `${of}: ${axes.map((axis) => `\`${axis}\``).join(", ")}.`;
  });
  return listed.join(" ");
}

interface Declared {
  readonly name: string;
  readonly summary: string;
  readonly documentation?: string;
  readonly settings: Readonly<Record<string, SettingSpec>>;
  readonly source?: string;
  readonly example: string;
}

function trainingPage(): string {
  const group = (title: string, entries: Readonly<Record<string, Declared>>) =>
    [`## ${title}`, ...Object.values(entries).map(declaredEntry)].join("\n\n");
  return page(
    "Training",
    "What a `train` declaration may set.",
    group("Losses", losses),
    group("Balances", BALANCES),
    group("Optimizers", optimizers),
    group("Schedules", schedules),
    group("Gradient clipping", clips),
    group("Dropping inputs", drops),
    group("Drawing rows", SAMPLINGS),
    "## Metrics",
    "Early stopping watches one of these on a split: `stop: stalls(validation.macro_f1, for: 4)`. Which of them a model has follows from its [outputs](outputs.md).",
    metricsTable(METRICS),
  );
}

function declaredEntry({ name, summary, documentation, settings, source, example }: Declared): string {
  return [
    `### ${name}`,
    `\`${signature(name, settings)}\``,
    summary,
    ...(documentation === undefined ? [] : [documentation]),
    ...settingsTable(settings),
    code(example),
    ...(source === undefined ? [] : [`Source: ${source}.`]),
  ].join("\n\n");
}

function libraryPage(): string {
  const libraries = [...new Set(libraryBlocks().map(({ library }) => library))];
  const sections = libraries.map((library) => {
    const blocks = libraryBlocks().filter((block) => block.library === library);
    return [`## ${library}`, ...blocks.map(libraryEntry)].join("\n\n");
  });
  return page(
    "Standard library",
    "Blocks that come with Fusewire and are written in it: `use std.vision { ResNet }`. Their sources are in `std/`.",
    ...sections,
  );
}

function libraryEntry({ name, signature: takes, documentation, example }: LibraryBlock): string {
  return [`### ${name}`, `\`\`\`fuse\n${takes}\n\`\`\``, documentation, code(example)].join("\n\n");
}

function findingsPage(): string {
  const rows = Object.values(messages)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, severity, message }) => [`\`${code}\``, severity, message]);
  return page(
    "Findings",
    "Everything the compiler may say about a source file. `fusewire explain CODE` tells more.",
    table(["code", "severity", "message"], rows),
  );
}
