import type { CompiledModel } from "../../compiler/plan/compiled-model.ts";
import { columnsOf, type DataPlan } from "../../compiler/plan/data-plan.ts";
import type { InputSpec } from "../../compiler/plan/interface.ts";
import { type Dataset, loadDataset, type Split } from "../data/dataset.ts";
import type { FeedRows } from "../data/feeds.ts";
import { transformOf } from "../data/fields/prepare.ts";
import { fieldOf } from "../data/read-inputs.ts";
import { SPLITS, type SplitName } from "../data/split-names.ts";
import { openSource } from "../data/tables/read.ts";
import type { Table } from "../data/tables/table.ts";
import { failingIn, failure } from "../failure.ts";
import { bytesOf } from "../files/bytes.ts";
import { sha256 } from "../files/hash.ts";
import { compileFile } from "../model/compile-file.ts";
import { invalidSource } from "../model/invalid-source.ts";
import { type ColumnReport, isConstant, isIdentifier, type Leak, leakOf, lookAt } from "./columns.ts";

/** What is worth knowing about data before anything is trained on it. */
export interface DataReport {
  readonly data: string;
  readonly model: string;
  readonly rows: Readonly<Record<SplitName, number>>;
  readonly inputs: readonly InputReport[];
  /** Rows by label of each output that has labels, in each split. */
  readonly labels: Readonly<Record<string, Readonly<Record<SplitName, Readonly<Record<string, number>>>>>>;
  readonly columns: readonly ColumnReport[];
  /** Columns that say the same in all rows, and those that name them. */
  readonly constant: readonly string[];
  readonly identifiers: readonly string[];
  /** Rows whose inputs are equal to those of a row in another split. */
  readonly duplicates: readonly Duplicate[];
  readonly leaks: readonly (Leak & { readonly output: string; readonly input?: string })[];
  readonly unreadable: readonly { readonly row: number; readonly reason: string; readonly message: string }[];
  readonly notes: readonly string[];
}

/** What the records hold for an input. */
export interface InputReport {
  readonly name: string;
  readonly modality: string;
  /** Rows that lack it, by split. */
  readonly missing: Readonly<Record<SplitName, number>>;
  /** Of what is measured: its bounds, and the declared ones where numbers lie beyond them. */
  readonly range?: {
    readonly least: number;
    readonly most: number;
    readonly mean: number;
    readonly deviation: number;
  };
  readonly declared?: string;
  /** Numbers outside of the declared range. */
  readonly outside?: number;
  /** Channels that are the same in all rows. */
  readonly constant: number;
}

export interface Duplicate {
  readonly first: string;
  readonly second: string;
  readonly splits: readonly [SplitName, SplitName];
}

/**
 * Reads the data that a source file trains on, and reports on it. Records that cannot be read are listed, whatever the
 * declaration says of them.
 *
 * @throws SourceError where the file has errors
 * @throws RuntimeFailure about the tables; `not-trainable` where the file trains nothing
 */
export async function inspect(path: string): Promise<DataReport[]> {
  const compilation = compileFile(path);
  if (compilation.findings.some(({ severity }) => severity === "error")) throw invalidSource(compilation);
  const trained = compilation.models.flatMap(({ model }) => (model.training === undefined ? [] : [model]));
  if (trained.length === 0) {
    const help =
      "Add a `train` declaration: the inputs and outputs of its model say what the columns are for.";
    throw failure("not-trainable", { message: `${path} trains no model on data`, help });
  }
  const reports: DataReport[] = [];
  for (const model of trained) {
    reports.push(await failingIn(compilation.sources, () => inspectModel(model, compilation.folder)));
  }
  return reports;
}

async function inspectModel(
  { interface: face, training }: CompiledModel,
  folder: string,
): Promise<DataReport> {
  const declared = training!.data;
  // As it is read, before anything is fitted to its numbers.
  const plan: DataPlan = {
    ...declared,
    unreadable: "skip",
    fields: declared.fields.map((field) => ({
      ...field,
      transforms: field.transforms.filter(({ kind }) => kind !== "standardise"),
    })),
  };
  // All of it is looked at more than once.
  const room = { memory: Number.POSITIVE_INFINITY };
  const dataset = await loadDataset({ plan, interface: face, folder, room });
  const source = await openSource(plan, folder);
  const table = await source.read(source.names.map((name) => ({ name, span: plan.fromSpan })));
  const columns = source.names.map((name) => lookAt(name, table.columns.get(name)!));
  const labelled = face.outputs.flatMap((output) => {
    const own = fieldOf(plan, output.name).source;
    return "category" in output && own.kind === "column" ? [{ output, column: own.column }] : [];
  });
  const inputOf = (column: string) =>
    face.inputs.find(({ name }) => columnsOf(fieldOf(plan, name).source).includes(column))?.name;
  const aside = new Set([...labelled.map(({ column }) => column), ...columnsOfSplit(plan)]);
  const leaks = labelled.flatMap(({ output, column }) =>
    source.names.flatMap((name) => {
      const leak = aside.has(name)
        ? undefined
        : leakOf(name, table.columns.get(name)!, table.columns.get(column)!);
      const input = inputOf(name);
      return leak === undefined
        ? []
        : [{ ...leak, output: output.name, ...(input === undefined ? {} : { input }) }];
    }),
  );
  return {
    data: plan.name,
    model: face.model,
    rows: bySplit((split) => dataset.splits[split].rows),
    inputs: face.inputs.map((input) =>
      inputReport(input, dataset, transformOf(fieldOf(declared, input.name), "standardise") !== undefined),
    ),
    labels: Object.fromEntries(
      labelled.map(({ output, column }) => [
        output.name,
        bySplit((split) => countsOf(dataset.rows[split].map((row) => table.columns.get(column)![row] ?? ""))),
      ]),
    ),
    columns,
    constant: columns.filter(isConstant).map(({ name }) => name),
    identifiers: columns.filter(isIdentifier).map(({ name }) => name),
    duplicates: duplicatesIn(dataset, table, face.inputs),
    leaks,
    unreadable: dataset.unreadable.map(({ row, failure: { reason, message } }) => ({ row, reason, message })),
    notes: dataset.tableNotes,
  };
}

const bySplit = <T>(of: (split: SplitName) => T): Record<SplitName, T> => ({
  train: of("train"),
  validation: of("validation"),
  test: of("test"),
});

const columnsOfSplit = ({ split }: DataPlan): readonly string[] =>
  split.kind === "column" ? [split.column] : [];

function countsOf(cells: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

const feedOf = ({ feeds }: Split, name: string): FeedRows => feeds.find((feed) => feed.name === name)!;

function inputReport(input: InputSpec, { splits }: Dataset, isScaled: boolean): InputReport {
  const { name, modality, presence, parts } = input;
  const isThere = (split: Split, row: number) =>
    presence === undefined || feedOf(split, presence).data[row] === 1;
  const missing = bySplit((split) => {
    let count = 0;
    for (let row = 0; row < splits[split].rows; row++) if (!isThere(splits[split], row)) count++;
    return count;
  });
  const part = parts.find(({ dtype, type }) => dtype === "float32" && type.kind.name === "signal");
  if (part === undefined) return { name, modality, missing, constant: 0 };
  const channels = part.shape.at(-1) ?? 1;
  const [axis] = part.type.axes;
  const lengths = axis && input.lengths[axis.name];
  const first = new Float64Array(channels).fill(Number.NaN);
  const varies = new Array<boolean>(channels).fill(false);
  let [least, most, count, mean, squares, outside] = [Infinity, -Infinity, 0, 0, 0, 0];
  const { range } = part.type;
  for (const name of SPLITS) {
    const split = splits[name];
    const { data, width } = feedOf(split, part.feed);
    for (let row = 0; row < split.rows; row++) {
      if (!isThere(split, row)) continue;
      const own =
        lengths === undefined ? width : (feedOf(split, lengths).data[row]! * width) / part.shape[0]!;
      for (let i = 0; i < own; i++) {
        const value = data[row * width + i]!;
        const channel = i % channels;
        if (Number.isNaN(first[channel])) first[channel] = value;
        else if (first[channel] !== value) varies[channel] = true;
        least = Math.min(least, value);
        most = Math.max(most, value);
        count++;
        const step = value - mean;
        mean += step / count;
        squares += step * (value - mean);
        if (range.name === "between" && (value < range.low || value > range.high)) outside++;
      }
    }
  }
  const deviation = Math.sqrt(squares / Math.max(1, count));
  const isOff =
    range.name === "standardised" && !isScaled && (Math.abs(mean) > 0.5 || deviation < 0.5 || deviation > 2);
  return {
    name,
    modality,
    missing,
    ...(count > 0 && { range: { least, most, mean, deviation } }),
    ...(range.name === "between" && outside > 0 && { declared: `${range.low}..${range.high}`, outside }),
    ...(isOff && { declared: "standardised" }),
    constant: count === 0 ? 0 : varies.filter((one) => !one).length,
  };
}

/** Rows whose inputs are equal, bit by bit, to those of a row in another split. */
function duplicatesIn({ splits, rows }: Dataset, table: Table, inputs: readonly InputSpec[]): Duplicate[] {
  const names = new Set(inputs.flatMap((input) => input.parts.map(({ feed }) => feed)));
  const seen = new Map<string, { readonly split: SplitName; readonly row: number }>();
  const found: Duplicate[] = [];
  for (const split of SPLITS) {
    const feeds = splits[split].feeds.filter(({ name }) => names.has(name));
    rows[split].forEach((row, place) => {
      const own = feeds.map(({ data, width }) => bytesOf(data.subarray(place * width, (place + 1) * width)));
      const hash = sha256(...own);
      const known = seen.get(hash);
      if (known === undefined) seen.set(hash, { split, row });
      else if (known.split !== split) {
        found.push({
          first: table.nameOf(known.row),
          second: table.nameOf(row),
          splits: [known.split, split],
        });
      }
    });
  }
  return found;
}
