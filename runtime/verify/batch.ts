/** Made-up records, and what may be changed about them. */
import {
  type InputPart,
  type InputSpec,
  lengthFeed,
  type ModelInterface,
} from "../../compiler/plan/interface.ts";
import { inputFeeds } from "../data/feeds.ts";
import type { NumberArray } from "../files/bytes.ts";
import { type Attempt, drawCells, drawTargets, whole } from "./draws.ts";
import type { Feeds } from "./machine.ts";

/** Records as they are fed: the inputs and targets of all. */
export interface Batch {
  readonly rows: number;
  readonly feeds: Feeds;
}

type Interface = Pick<ModelInterface, "inputs" | "outputs">;

/** Which optional inputs a record has, by name; all where nothing is said. */
export type Having = ReadonlySet<string>;

/** Records of any content: ragged axes are filled to any length, in the first rows wholly, hardly and not at all. */
export function drawBatch({ inputs, outputs }: Interface, rows: number, attempt: Attempt): Batch {
  const feeds: Record<string, NumberArray> = {};
  for (const input of inputs) {
    Object.assign(feeds, drawInput(input, rows, attempt));
  }
  for (const output of outputs) feeds[output.name] = drawTargets(output, rows, attempt);
  return { rows, feeds };
}

/** What the first records fill of a ragged axis. */
const FIRST = [Number.POSITIVE_INFINITY, 1, 0];

function drawInput(input: InputSpec, rows: number, attempt: Attempt): Record<string, NumberArray> {
  const { parts, lengths, presence } = input;
  const feeds: Record<string, NumberArray> = {};
  for (const part of parts) feeds[part.feed] = drawCells(part, rows * widthOf(part), attempt);
  const axes = parts.flatMap(({ type }) => type.axes);
  for (const [axis, feed] of Object.entries(lengths)) {
    const size = axes.find((one) => one.name === axis)!.size as number;
    feeds[feed] = whole(attempt, feed, rows, size).map((length, row) =>
      Math.min(FIRST[row] ?? length + 1, size),
    );
  }
  if (presence !== undefined) feeds[presence] = new Float32Array(rows).fill(1);
  return withPadding(input, feeds, rows, () => () => 0);
}

const widthOf = ({ shape }: InputPart): number => shape.reduce((a, b) => a * b, 1);

/** The feeds of an input with another number in every cell that is padding. */
function withPadding(
  { parts }: InputSpec,
  feeds: Readonly<Record<string, NumberArray>>,
  rows: number,
  number: (part: InputPart) => (cell: number) => number,
): Record<string, NumberArray> {
  const changed = parts.map((part): [string, NumberArray] => {
    const cells = feeds[part.feed]!.slice();
    const width = cells.length / rows;
    const other = number(part);
    for (const [i, axis] of part.type.axes.entries()) {
      if (axis.ragged === undefined) continue;
      const lengths = feeds[lengthFeed(axis.ragged)]!;
      const inner = part.shape.slice(i + 1).reduce((a, b) => a * b, 1);
      const size = axis.size as number;
      for (let cell = 0; cell < cells.length; cell++) {
        const place = Math.floor((cell % width) / inner) % size;
        if (place >= lengths[Math.floor(cell / width)]!) cells[cell] = other(cell);
      }
    }
    return [part.feed, cells];
  });
  return { ...feeds, ...Object.fromEntries(changed) };
}

/** The records with any numbers in their padding. */
export function dirtyPadding(face: Interface, { rows, feeds }: Batch, attempt: Attempt): Batch {
  const changed = face.inputs.map((input) =>
    withPadding(input, feeds, rows, (part) => {
      const dirt = drawDirt(part, feeds[part.feed]!.length, attempt);
      return (cell) => dirt[cell]!;
    }),
  );
  return { rows, feeds: Object.assign({}, feeds, ...changed) };
}

/** The records, each having only those of the optional inputs that `having` says. What it lacks holds zeros. */
export function lacking(face: Interface, { rows, feeds }: Batch, having: (row: number) => Having): Batch {
  const changed: Record<string, NumberArray> = {};
  for (const input of face.inputs.filter(({ optional }) => optional)) {
    const absent = Array.from({ length: rows }, (_, row) => !having(row).has(input.name));
    for (const { name } of inputFeeds(input)) {
      const own = feeds[name]!.slice();
      const width = own.length / rows;
      for (const [row, is] of absent.entries()) if (is) own.fill(0, row * width, (row + 1) * width);
      changed[name] = own;
    }
  }
  return { rows, feeds: { ...feeds, ...changed } };
}

/** The records with any numbers in the cells, and as the lengths, of what they lack. */
export function dirtyAbsence(face: Interface, { rows, feeds }: Batch, attempt: Attempt): Batch {
  const changed: Record<string, NumberArray> = {};
  for (const input of face.inputs) {
    if (input.presence === undefined) continue;
    const presence = feeds[input.presence]!;
    const other = drawInput(input, rows, attempt);
    for (const part of input.parts) {
      other[part.feed] = drawDirt(part, feeds[part.feed]!.length, attempt);
    }
    for (const { name } of inputFeeds(input)) {
      if (name === input.presence) continue;
      const own = feeds[name]!.slice();
      const width = own.length / rows;
      for (let i = 0; i < own.length; i++) {
        if (presence[Math.floor(i / width)] === 0) own[i] = other[name]![i]!;
      }
      changed[name] = own;
    }
  }
  return { rows, feeds: { ...feeds, ...changed } };
}

/** Numbers far from any that the input's cells usually hold, as far as its elements allow. */
function drawDirt(part: InputPart, count: number, { seed, number }: Attempt): NumberArray {
  const cells = drawCells(part, count, { seed: seed + 1, number });
  return cells instanceof Float32Array ? cells.map((value) => 10 * value + 5) : cells;
}

/** The records with the row `kept` as it is and those of another batch in place of the others. */
export function otherRows(batch: Batch, other: Batch, kept: number): Batch {
  return mapRows(batch, other, (row) => row !== kept);
}

function mapRows({ rows, feeds }: Batch, other: Batch, takes: (row: number) => boolean): Batch {
  const changed = Object.entries(feeds).map(([name, own]) => {
    const width = own.length / rows;
    return [name, own.map((value, i) => (takes(Math.floor(i / width)) ? other.feeds[name]![i]! : value))];
  });
  return { rows, feeds: Object.fromEntries(changed) as Feeds };
}

/** Some of the records. */
export function someRows({ rows, feeds }: Batch, from: number, to: number): Batch {
  const changed = Object.entries(feeds).map(([name, own]) => {
    const width = own.length / rows;
    return [name, own.slice(from * width, to * width)];
  });
  return { rows: to - from, feeds: Object.fromEntries(changed) as Feeds };
}

/** Every set of inputs that a record may have of the optional ones, all of them first. */
export function subsetsOf({ inputs }: Pick<ModelInterface, "inputs">): Having[] {
  const optional = inputs.filter((input) => input.optional).map(({ name }) => name);
  const subsets = Array.from(
    { length: 2 ** optional.length },
    (_, code) => new Set(optional.filter((_, i) => (code >> i) % 2 === 1)),
  ).reverse();
  // A record with no input at all is refused.
  return optional.length === inputs.length ? subsets.slice(0, -1) : subsets;
}

/** The names of a set of inputs, for people. */
export const showHaving = (having: Having): string =>
  having.size === 0 ? "none of the optional inputs" : `only ${[...having].join(", ")}`;

/** The records, of which the first half has all inputs and the others lack some; another `turn` has other sets. */
export function partlyAbsent(face: Interface, batch: Batch, turn: number): Batch {
  const subsets = subsetsOf(face);
  return lacking(face, batch, (row) =>
    row < batch.rows / 2 ? subsets[0]! : subsets[(row + turn * batch.rows) % subsets.length]!,
  );
}
