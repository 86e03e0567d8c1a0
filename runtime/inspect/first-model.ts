import { extname } from "node:path";
import { dateOf } from "../../compiler/data/moments.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import { SPLITS } from "../data/split-names.ts";
import { readAll } from "../data/tables/collect.ts";
import { openFiles } from "../data/tables/open-files.ts";
import { failure } from "../failure.ts";
import { type ColumnReport, isConstant, isIdentifier, lookAt } from "./columns.ts";

export interface FirstModelRequest {
  /** Absolute path of the table. */
  readonly table: string;
  /** The path as the source file is to name it. */
  readonly from: string;
  /** The column to predict; guessed where it is left out. */
  readonly label?: string | undefined;
}

/** An input that a column, or several, are read as. */
interface Guess {
  readonly name: string;
  readonly type: string;
  readonly field: string;
  readonly optional: boolean;
  /** What encodes it to features, behind its name. */
  readonly encoder: (name: string) => string;
}

const PICTURES = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"];
const FILES: readonly (readonly [endings: readonly string[], type: string, encoder: string])[] = [
  [
    PICTURES,
    "image(64, 64, rgb)",
    "conv(16, stride: 2, activation: relu) |> conv(32, stride: 2, activation: relu) |> mean(over: space) |> dense(64, relu)",
  ],
  [
    [".wav", ".flac", ".mp3", ".ogg"],
    "audio(2 s, ragged: true) @ 16 kHz",
    "mel(40) |> conv(16, stride: 2, activation: relu) |> mean(over: band) |> mean(over: time) |> dense(64, relu)",
  ],
  [
    [".mp4", ".webm", ".mkv", ".mov", ".avi"],
    "video(32, 32, rgb, frames: 16, ragged: true) @ 4 fps",
    "conv(16, stride: 2, activation: relu) |> mean(over: space) |> mean(over: time) |> dense(64, relu)",
  ],
  [[".pcd", ".ply"], "points(1_024)", "dense(32, relu) |> max(over: point) |> dense(64, relu)"],
];

/** Names by which columns to predict are often called. */
const LABELS = ["label", "class", "target", "category", "outcome", "diagnosis", "y"];

/** A name of the language for a column. */
function nameOf(column: string, taken: Set<string>): string {
  const plain = column
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const start = /^[a-z]/.test(plain) ? plain : `column_${plain}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? start : `${start}_${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

/**
 * Writes a first source file for a table: its columns as inputs of the modalities that they look like, and a plain
 * early and a plain late fusion.
 *
 * @throws RuntimeFailure about the table; `column-missing` where there is nothing to predict or to predict it from
 */
export async function firstModel({ table: path, from, label }: FirstModelRequest): Promise<string> {
  const span = { file: "", start: 0, end: 0 };
  const opened = await openFiles(path, { span });
  const table = await readAll(opened.stream(opened.names), opened.names);
  const columns = opened.names.map((name) => lookAt(name, table.columns.get(name)!));
  const cellsOf = (name: string) => table.columns.get(name)!;
  const isSplit = ({ name }: ColumnReport) =>
    cellsOf(name).every((cell) => SPLITS.some((split) => split === cell));
  const split = columns.find(isSplit);
  const target = targetOf(
    columns.filter((one) => one !== split),
    label,
  );
  if (target === undefined) {
    const missing =
      label === undefined ? "no column that looks like what is to be predicted" : `no column ${label}`;
    const help = `Name it: --label, followed by ${listNames(opened.names)}.`;
    throw failure("column-missing", { message: `${opened.called} has ${missing}`, help });
  }
  // Words of the language that would read oddly as names of inputs.
  const taken = new Set([
    "from",
    "split",
    "unreadable",
    "input",
    "output",
    "model",
    "data",
    "train",
    "for",
    "in",
  ]);
  const output = nameOf(target.name, taken);
  const useful = columns.filter((one) => one !== split && one !== target && !isConstant(one));
  const inputs = guesses(useful, cellsOf, taken);
  if (inputs.length === 0) {
    const help = "Its other columns name the rows, or say the same in all of them.";
    throw failure("column-missing", {
      message: `${opened.called} has no column to predict ${target.name} from`,
      help,
    });
  }
  const isNumber = target.numbers !== undefined && target.distinct > 20;
  const splitBy =
    split === undefined ? randomSplit(target, isNumber) : `column(${JSON.stringify(split.name)})`;
  return written({
    from,
    inputs,
    output,
    target,
    isNumber,
    splitBy,
    cells: cellsOf(target.name),
    rows: table.rows,
  });
}

const randomSplit = ({ name }: ColumnReport, isNumber: boolean): string =>
  `random(validation: 0.15, test: 0.15${isNumber ? "" : `, stratify: ${JSON.stringify(name)}`})`;

/** The column that is asked for, that is called like a label, or the last one with few values. */
function targetOf(columns: readonly ColumnReport[], label: string | undefined): ColumnReport | undefined {
  if (label !== undefined) return columns.find(({ name }) => name === label);
  const few = columns.filter(
    ({ distinct, empty, rows }) => empty === 0 && distinct >= 2 && distinct <= Math.min(100, rows / 2),
  );
  return few.find(({ name }) => LABELS.includes(name.toLowerCase())) ?? few.at(-1);
}

function guesses(
  columns: readonly ColumnReport[],
  cellsOf: (name: string) => readonly (string | null)[],
  taken: Set<string>,
): Guess[] {
  const single: Guess[] = [];
  const numbers: ColumnReport[] = [];
  const categories: ColumnReport[] = [];
  for (const column of columns) {
    const { name, rows, distinct, empty, words, list } = column;
    const known = cellsOf(name).filter((cell) => cell !== null);
    const optional = empty > 0;
    const quoted = JSON.stringify(name);
    const own = () => nameOf(name, taken);
    const file = FILES.find(([endings]) =>
      known.every((cell) => endings.includes(extname(cell).toLowerCase())),
    );
    if (file !== undefined) {
      const [, type, encoder] = file;
      single.push({
        name: own(),
        type,
        field: `file(${quoted})`,
        optional,
        encoder: (one) => `${one} |> ${encoder}`,
      });
    } else if (list !== undefined && list > 0) {
      single.push({
        name: own(),
        type: `vector(${list})`,
        field: `column(${quoted}) |> standardise`,
        optional,
        encoder: (one) => `${one} |> dense(64, relu)`,
      });
    } else if (isIdentifier(column)) continue;
    else if (column.numbers !== undefined && (distinct > 10 || !column.numbers.whole)) numbers.push(column);
    else if (known.every((cell) => dateOf(cell) !== undefined)) {
      single.push({
        name: own(),
        type: "vector(5)",
        field: `column(${quoted}) |> date([year, day_of_year, weekday])`,
        optional,
        encoder: (one) => `${one} |> dense(16, relu)`,
      });
    } else if (
      words.mean < 1.5 ? distinct <= Math.max(50, rows / 20) : distinct <= rows / 10 && distinct <= 50
    )
      categories.push(column);
    else {
      const most = Math.min(128, Math.max(4, 2 ** Math.ceil(Math.log2(words.most))));
      single.push({
        name: own(),
        type: `text(words: ${most}, vocabulary: 5_000)`,
        field: `column(${quoted}) |> lowercase`,
        optional,
        encoder: (one) => `${one} |> embed(64) |> mean(over: word) |> dense(64, relu)`,
      });
    }
  }
  const all = [...numbers, ...categories];
  if (all.length === 0) return single;
  const name = nameOf("row", taken);
  const sizes = categories.map(({ distinct }) => Math.max(1, distinct + 1));
  const settings = [
    ...(numbers.length === 0 ? [] : [`numbers: ${numbers.length}`]),
    ...(categories.length === 0 ? [] : [`categories: [${sizes.join(", ")}]`]),
  ];
  const columnsText = `columns([${all.map((one) => JSON.stringify(one.name)).join(", ")}])`;
  const fill = numbers.some(({ empty }) => empty > 0) ? " |> fill(mean)" : "";
  const known = (one: string) => `${one}.categories |> embed(16) |> mean(over: column)`;
  const encoder = (one: string) => {
    if (numbers.length === 0) return `${known(one)} |> dense(64, relu)`;
    if (categories.length === 0) return `${one}.numbers |> dense(64, relu)`;
    return `concat(${one}.numbers |> dense(32, relu), ${known(one)}) |> dense(64, relu)`;
  };
  const field = `${columnsText}${fill}${numbers.length === 0 ? "" : " |> standardise"}`;
  return [{ name, type: `tabular(${settings.join(", ")})`, field, optional: false, encoder }, ...single];
}

interface Writing {
  readonly from: string;
  readonly inputs: readonly Guess[];
  readonly output: string;
  readonly target: ColumnReport;
  readonly isNumber: boolean;
  readonly splitBy: string;
  readonly cells: readonly (string | null)[];
  readonly rows: number;
}

function written({ from, inputs, output, target, isNumber, splitBy, cells, rows }: Writing): string {
  const labels = [...new Set(cells.filter((cell) => cell !== null))].sort();
  const type = isNumber ? "number" : "Label";
  const decide = isNumber ? "regress" : "classify(Label)";
  const lines: string[] = [];
  if (!isNumber) {
    lines.push(`/// What ${JSON.stringify(target.name)} can be.`);
    lines.push(`category Label = [${labels.map((label) => JSON.stringify(label)).join(", ")}]`, "");
  }
  const body = inputs.flatMap(({ name, type, optional }) => [
    `  ${optional ? "optional " : ""}input ${name}: ${type}`,
  ]);
  const paths = inputs.map(({ name }) => `${name}_path`);
  const encoded = inputs.map(({ name, encoder }) => `  ${name}_path = ${encoder(name)}`);
  const declared = `  output ${output}: ${type} =`;
  const joint = paths.length === 1 ? paths[0]! : `concat(${paths.join(", ")})`;
  const decided = paths.map((path) => `${path} |> ${decide}`);
  const models = [
    [
      "Early",
      "One joint representation of all inputs, from which is decided.",
      [`  joint = ${joint} |> dense(64, relu) |> dropout(0.3)`, `${declared} joint |> ${decide}`],
    ],
    ...(paths.length === 1
      ? []
      : [
          [
            "Late",
            "Every input decides for itself, and the decisions are joined.",
            [`${declared} ${isNumber ? "mean" : "vote"}(${decided.join(", ")})`],
          ] as const,
        ]),
  ] as const;
  for (const [name, about, end] of models) {
    lines.push(`/// ${about}`, `model ${name} {`, ...body, "", ...encoded, "", ...end, "}", "");
  }
  lines.push("data Records {", `  from: ${JSON.stringify(from)}`);
  for (const { name, field } of inputs) lines.push(`  ${name} = ${field}`);
  lines.push(`  ${output} = column(${JSON.stringify(target.name)})`, `  split: ${splitBy}`, "}", "");
  const loss = isNumber ? `huber(${output})` : `cross_entropy(${output})`;
  for (const [name] of models) {
    lines.push(
      `train ${name} on Records {`,
      `  minimise: ${loss}`,
      "  optimizer: adamw(learning_rate: 1e-3)",
      "  epochs: 20",
      `  batch: ${rows < 256 ? 16 : 64}`,
      "}",
      "",
    );
  }
  return lines.join("\n");
}
