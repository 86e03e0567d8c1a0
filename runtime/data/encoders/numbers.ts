import type { InputPart } from "../../../compiler/plan/interface.ts";
import type { NumberArray } from "../../files/bytes.ts";
import {
  type Cell,
  cellError,
  type Encoder,
  FIXED,
  isNumberCell,
  type NumberCell,
  quoteCell,
  wholeOf,
} from "./define.ts";

/**
 * An encoder of numbers as they are. A table's cell holds them as JSON (`[0.5, 1]`, nested where there are several
 * axes) or plainly, separated by spaces, commas or semicolons, the last axis running fastest. Where the first axis is
 * ragged, a record gives as many places of it as it has; what is beyond the axis is cut off, which is told.
 */
export const numbers: Encoder = {
  fit: () => ({}),
  open(input) {
    const part = wholeOf(input);
    const [places = 0] = part.shape;
    let cut = 0;
    return {
      encode(cell, [into]) {
        if (isNumberCell(cell)) {
          const given = place(cell, part, into!);
          if (given > places) cut++;
          return isRagged(part) ? [Math.min(given, places)] : FIXED;
        }
        const value = typeof cell === "string" ? parsed(cell) : cell;
        if (!Array.isArray(value)) throw refused(cell, part, "is no list of numbers");
        const given = fill(value, part, into!, cell);
        if (given > places) cut++;
        return isRagged(part) ? [Math.min(given, places)] : FIXED;
      },
      notes() {
        const records = `${cut} ${cut === 1 ? "record" : "records"}`;
        const told = `${input.name} has more than ${places} places in ${records}, of which the further ones were cut off`;
        return cut === 0 ? [] : [told];
      },
    };
  },
  schema: (input) => arrayOf(wholeOf(input).shape, isRagged(wholeOf(input))),
};

const isRagged = ({ type }: InputPart) => type.axes[0]?.ragged !== undefined;

/** JSON Schema of numbers nested in lists of these lengths; the outer one of any length where it is ragged. */
function arrayOf([length, ...inner]: readonly number[], ragged = false): Readonly<Record<string, unknown>> {
  if (length === undefined) return { type: "number" };
  const items = arrayOf(inner);
  return ragged ? { type: "array", items } : { type: "array", items, minItems: length, maxItems: length };
}

function parsed(text: string): unknown {
  if (text.trimStart().startsWith("[")) {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  }
  const words = text.trim().split(/\s*[,;]\s*|\s+/);
  // An empty word would become 0.
  return words.includes("") ? undefined : words.map(Number);
}

/**
 * Writes the numbers and zeros behind them; gives how many places of the first axis there are. A list of all numbers
 * in a row is taken as well: tables often hold series so.
 */
function fill(value: readonly unknown[], part: InputPart, into: NumberArray, cell: Cell): number {
  const { shape, dtype } = part;
  const [places = 0, ...inner] = shape;
  const width = inner.reduce((a, b) => a * b, 1);
  const given = isRagged(part) && inner.length > 0 && value.some(Array.isArray) ? value.length : places;
  const flat = value.some(Array.isArray) ? flattened(value, [given, ...inner]) : value;
  if (flat === undefined) throw refused(cell, part, "is not nested as the input is");
  const fits = isRagged(part) ? flat.length % width === 0 : flat.length === into.length;
  if (!fits) throw refused(cell, part, `has ${flat.length} numbers`);
  const count = Math.min(flat.length, into.length);
  for (let i = 0; i < count; i++) {
    const number = flat[i];
    if (typeof number !== "number") throw refused(cell, part, "holds something else than numbers");
    const stored = Math.fround(number);
    if (!HELD[dtype](stored)) throw refused(cell, part, `holds ${number} at place ${i + 1}`);
    into[i] = stored;
  }
  into.fill(0, count);
  return flat.length / width;
}

/** Writes an array and zeros behind it; gives how many places of the first axis it has. */
function place(cell: NumberCell, part: InputPart, into: NumberArray): number {
  const { shape, dtype } = part;
  const [places = 0, ...inner] = shape;
  const [given = 0, ...found] = cell.shape;
  const width = inner.reduce((a, b) => a * b, 1);
  const isOne = cell.shape.length < shape.length && shape.at(-1) === 1;
  const fits = isOne
    ? String([...found, 1]) === String(inner)
    : String(plain(found)) === String(plain(inner));
  const mayBeCut = cell.cuts === true || isRagged(part);
  if (!fits || (given > places && !mayBeCut)) throw refused(cell, part, "does not fit");
  if (given < places && !isRagged(part)) {
    throw cellError(
      `it has ${given} places, and ${places} are needed`,
      "Declare the input with `ragged: true`, so that records may be shorter, or leave the record out.",
    );
  }
  const count = Math.min(given, places) * width;
  for (let i = 0; i < count; i++) {
    const stored = Math.fround(cell.data[i]!);
    if (!HELD[dtype](stored)) throw refused(cell, part, `holds ${cell.data[i]} at place ${i + 1}`);
    into[i] = stored;
  }
  into.fill(0, count);
  return given;
}

/** Sizes without the ones at their end: a single channel needs no axis. */
const plain = (sizes: readonly number[]): readonly number[] =>
  sizes.at(-1) === 1 ? plain(sizes.slice(0, -1)) : sizes;

/** What each type of number can be. */
const HELD: Readonly<Record<InputPart["dtype"], (value: number) => boolean>> = {
  float32: Number.isFinite,
  int32: (value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  uint8: (value) => Number.isInteger(value) && value >= 0 && value <= 255,
};

function flattened(value: readonly unknown[], [length, ...inner]: readonly number[]): unknown[] | undefined {
  if (value.length !== length) return undefined;
  if (inner.length === 0) return [...value];
  const all: unknown[] = [];
  for (const part of value) {
    const flat = Array.isArray(part) ? flattened(part, inner) : undefined;
    if (flat === undefined) return undefined;
    for (const number of flat) all.push(number);
  }
  return all;
}

function refused(cell: Cell, part: InputPart, what: string) {
  const { shape, dtype } = part;
  const [first, ...inner] = shape;
  const sizes = [isRagged(part) ? `up to ${first}` : `${first}`, ...inner].join(" × ");
  const kind = dtype === "uint8" ? "whole numbers from 0 to 255" : "finite numbers";
  return cellError(
    `${quoteCell(cell)} ${what}`,
    `Give ${sizes} ${kind}, as JSON lists or separated by spaces, commas or semicolons.`,
  );
}
