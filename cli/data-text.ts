import { SPLITS } from "../runtime/data/split-names.ts";
import type { DataReport } from "../runtime/inspect/inspect.ts";
import { table } from "./terminal.ts";

/** Findings of one kind that are shown one by one. */
const SHOWN = 5;

/** A report on data, for the terminal. */
export function dataText(report: DataReport): string {
  const { data, model, rows } = report;
  const total = SPLITS.reduce((sum, split) => sum + rows[split], 0);
  const head = `${data}, read for ${model}: ${total} records (${SPLITS.map((split) => `${rows[split]} ${split}`).join(", ")})`;
  return [head, inputsText(report), labelsText(report), ...remarks(report)].filter(Boolean).join("\n\n");
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

function inputsText({ inputs, rows }: DataReport): string {
  const total = SPLITS.reduce((sum, split) => sum + rows[split], 0);
  const lines = inputs.map(({ name, modality, missing, range }) => {
    const lacking = SPLITS.reduce((sum, split) => sum + missing[split], 0);
    const share = lacking === 0 ? "-" : `${lacking} (${((100 * lacking) / total).toFixed(1)} %)`;
    const bounds =
      range === undefined
        ? ["", ""]
        : [`${short(range.least)}..${short(range.most)}`, `${short(range.mean)} ± ${short(range.deviation)}`];
    return [`  ${name}`, modality, share, ...bounds];
  });
  return table([["  input", "modality", "missing", "range", "mean"], ...lines]);
}

function labelsText({ labels }: DataReport): string {
  return Object.entries(labels)
    .map(([output, counts]) => {
      const names = [...new Set(SPLITS.flatMap((split) => Object.keys(counts[split])))];
      const lines = names.map((name) => [
        `  ${name}`,
        ...SPLITS.map((split) => String(counts[split][name] ?? 0)),
      ]);
      return table([[`  ${output}`, ...SPLITS], ...lines], [1, 2, 3]);
    })
    .join("\n\n");
}

/** What should be looked at, or that there is nothing. */
function remarks({
  inputs,
  constant,
  identifiers,
  duplicates,
  leaks,
  unreadable,
  notes,
  labels,
}: DataReport): string[] {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const balance = Object.entries(labels).flatMap(([output, { train }]) => {
    const counts = Object.values(train);
    const ratio = Math.max(...counts) / Math.max(1, Math.min(...counts));
    return counts.length > 1 && ratio >= 10
      ? [
          `${output}: the most frequent label has ${Math.round(ratio)} times the rows of the rarest; consider class_weights: balanced`,
        ]
      : [];
  });
  const ranges = inputs.flatMap(({ name, declared, outside, range }) => {
    if (declared === undefined || range === undefined) return [];
    return outside === undefined
      ? [
          `${name} is declared ${declared}, and has mean ${short(range.mean)} and deviation ${short(range.deviation)}: write |> standardise`,
        ]
      : [
          `${name} is declared in ${declared}, and ${outside} numbers lie outside, from ${short(range.least)} to ${short(range.most)}`,
        ];
  });
  const still = inputs.flatMap(({ name, constant: count }) =>
    count === 0
      ? []
      : [`${name}: ${count} ${count === 1 ? "channel is" : "channels are"} the same in all records`],
  );
  const all: readonly (readonly [string, readonly string[]])[] = [
    ["records that cannot be read", unreadable.map(({ message }) => message)],
    [
      "records that stand in two splits",
      duplicates.map(({ first, second, splits }) => `${first} (${splits[0]}) and ${second} (${splits[1]})`),
    ],
    [
      "columns that may give the label away",
      leaks.map(
        ({ column, output, told, guessed, input }) =>
          `${column}${input === undefined ? "" : ` (read as ${input})`} tells ${output} in ${percent(told)} of the rows, where ${percent(guessed)} could be guessed`,
      ),
    ],
    ["columns that say the same in all rows", constant],
    ["columns that look like names of rows", identifiers],
    ["ranges", [...ranges, ...still]],
    ["balance", balance],
    ["tables", notes],
  ];
  const found = all.filter(([, lines]) => lines.length > 0);
  if (found.length === 0) return ["Nothing unusual was found."];
  return found.map(([title, lines]) => {
    const more = lines.length > SHOWN ? [`  and ${lines.length - SHOWN} more`] : [];
    return [`${title} (${lines.length})`, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].join(
      "\n",
    );
  });
}
