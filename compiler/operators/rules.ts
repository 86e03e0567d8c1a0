/** Parts of type rules that many operators share. */

import type { Details } from "../../diagnostics/diagnostic.ts";
import { isFilledFromFirst, stepped } from "../types/filling.ts";
import { showRange, showRate } from "../types/show.ts";
import {
  addSizes,
  ceilDivide,
  compareSizes,
  divideSizes,
  floorDivide,
  isKnown,
  multiplySizes,
  type Size,
  showSize,
  subtractSizes,
} from "../types/size.ts";
import {
  type Axis,
  axis,
  axisNamed,
  type Category,
  CHANNEL,
  type Range,
  UNBOUNDED,
  type ValueType,
} from "../types/value-type.ts";
import type { RuleContext } from "./define.ts";
import { axes, integer } from "./settings.ts";

/** The named axis of an operand; reports and gives undefined where it has none. */
function needAxis(at: RuleContext, operand: string, type: ValueType, name: string): Axis | undefined {
  const found = axisNamed(type, name);
  if (found !== undefined) return found;
  return at.fail("axis_missing", operand, {
    axis: name,
    value: at.words(operand),
    axes: showAxisNames(type),
  });
}

/** The size of the channel axis, which layers map. */
export function needChannels(at: RuleContext, operand: string, type: ValueType): Size | undefined {
  return needAxis(at, operand, type, CHANNEL)?.size;
}

/** How many channels a value of known type has. */
export function channelsOf(type: ValueType): number {
  const size = axisNamed(type, CHANNEL)?.size;
  return size !== undefined && isKnown(size) ? size : 0;
}

/** Axes that lie beside each other as in space, which convolution and pooling act on together. */
export const SPACES: readonly (readonly string[])[] = [
  ["depth", "height", "width"],
  ["height", "width"],
  ["time", "band"],
];

/** Axes whose places have no order, so that nothing can slide along them. */
const UNORDERED: ReadonlySet<string> = new Set(["point", "node", "neighbour", "column"]);

/** The axes of space, as many of them as there are; undefined where there are none. */
function spaceOf(type: ValueType): Axis[] | undefined {
  for (const names of SPACES) {
    const axes = names.flatMap((name) => axisNamed(type, name) ?? []);
    if (axes.length === names.length) return axes;
  }
  return undefined;
}

/** The setting of windows that slide along other axes than those of space. */
export const slidingAxes = axes(
  "the axes that the window slides along, up to three; if left out, those of space, or the one axis of a sequence",
  { optional: true },
);

/** The axes that a window slides along: those that are named, those of space, or the one beside `channel`. */
export function slidingAxesOf(type: ValueType, over: readonly string[] | undefined): Axis[] {
  if (over !== undefined) return over.map((name) => axisNamed(type, name)!);
  const places = type.axes.filter((axis) => axis.name !== CHANNEL);
  return spaceOf(type) ?? (places.length === 1 ? places : []);
}

/** Those axes; reports and gives undefined where there are none, or more than three, or where they have no order. */
export function needSlidingAxes(
  at: RuleContext,
  operand: string,
  type: ValueType,
  over: readonly string[] | undefined,
): Axis[] | undefined {
  const found = slidingAxesOf(type, over);
  const place = over === undefined ? operand : "over";
  if (found.length === 0 || found.length > 3 || found.some(({ name }) => name === CHANNEL)) {
    return at.fail("space_missing", place, { value: at.words(operand), axes: showAxisNames(type) });
  }
  const unordered = found.find(({ name }) => UNORDERED.has(name));
  if (unordered !== undefined) {
    return at.fail("axis_unordered", place, { value: at.words(operand), axis: unordered.name });
  }
  const gappy = found.find(({ ragged }) => ragged !== undefined && !isFilledFromFirst(ragged));
  if (gappy !== undefined) {
    return at.fail("axis_gaps", place, { value: at.words(operand), axis: gappy.name });
  }
  return found;
}

/** How many places a window of `kernel` places that are `dilation` apart reaches over. */
export function reachOf(kernel: Size, dilation: Size): Size {
  if (dilation === 1) return kernel;
  return addSizes(multiplySizes(subtractSizes(kernel, 1), dilation), 1);
}

/** The axes in the order in which spatial operators see them: all others, then space, then channel. */
export function spaceLast(type: ValueType, space: readonly Axis[]): Axis[] {
  const last = [...space, ...type.axes.filter((axis) => axis.name === CHANNEL)];
  return [...type.axes.filter((axis) => !last.includes(axis)), ...last];
}

/** A window that slides along an axis. */
export interface Window {
  /** How many places it reaches over. */
  readonly size: Size;
  readonly stride: Size;
  /** `same` lets the window hang over both ends, `causal` over the first, `valid` keeps it inside. */
  readonly padding: "same" | "causal" | "valid";
}

/**
 * The axis after a window has slid along it: `ceil(n / stride)` places if `same` or `causal`, `floor((n - size) /
 * stride) + 1` if `valid`, of which as many are filled as this gives for the places that were. Reports at the setting
 * `setting` where a valid window is larger than the axis.
 */
export function slide(at: RuleContext, setting: string, along: Axis, window: Window): Axis | undefined {
  const { size, stride, padding } = window;
  const isValid = padding === "valid";
  if (isValid && isKnown(along.size) && isKnown(size) && size > along.size) {
    return at.fail("size_too_small", setting, {
      axis: along.name,
      size: along.size,
      needed: `a window of ${size}`,
    });
  }
  const places = isValid ? validSize(along.size, size, stride) : sameSize(along.size, stride);
  const { rate, ragged, ...rest } = along;
  const slower = rate === undefined || !isKnown(stride) ? undefined : rate / stride;
  const isFixed = isKnown(stride) && isKnown(size);
  const plus = isFixed ? stride - (isValid ? size : 1) : 0;
  const filling = ragged && isFixed ? stepped(ragged, { times: 1, plus, over: stride }) : ragged;
  return {
    ...rest,
    size: places,
    ...(filling !== undefined && { ragged: filling }),
    ...(slower !== undefined && { rate: slower }),
  };
}

const sameSize = (n: Size, stride: Size): Size => (stride === 1 ? n : ceilDivide(n, stride));

function validSize(n: Size, size: Size, stride: Size): Size {
  if (compareSizes(size, stride) === "same") return stride === 1 ? n : floorDivide(n, stride);
  if (stride !== 1) return addSizes(floorDivide(subtractSizes(n, size), stride), 1);
  return isKnown(size) ? subtractSizes(n, size - 1) : addSizes(subtractSizes(n, size), 1);
}

/** The one axis beside `channel` that attention and recurrence go along; reports where there is not exactly one. */
export function needSequence(
  at: RuleContext,
  operand: string,
  type: ValueType,
  operator: string,
): Axis | undefined {
  const places = type.axes.filter((axis) => axis.name !== CHANNEL);
  if (places.length === 1 && axisNamed(type, CHANNEL) !== undefined) return places[0];
  return at.fail("sequence_missing", operand, {
    operator,
    value: at.words(operand),
    axes: showAxisNames(type),
  });
}

/** Stands for a size that is left to follow from the others, written `_`. */
export const FOLLOWS: Size = { text: "_" };
const isOpen = (size: Size): boolean => showSize(size) === showSize(FOLLOWS);

/**
 * Axes of the sizes that are given, of which one may be {@link FOLLOWS}: what is left of `total`. Reports at the setting
 * where several are, or where nothing whole is left.
 */
export function wholeSizes(
  at: RuleContext,
  setting: string,
  into: Readonly<Record<string, Size>>,
  total: Size,
): Axis[] | undefined {
  const given = Object.entries(into);
  const open = given.filter(([, size]) => isOpen(size));
  if (open.length > 1) return at.fail("sizes_open", `${setting}.${open[1]![0]}`, {});
  const product = given
    .map(([, size]) => size)
    .filter((size) => !isOpen(size))
    .reduce((a, b) => (a === 1 ? b : multiplySizes(a, b)), 1);
  const left = product === 1 ? total : divideSizes(total, product);
  if (open.length > 0 && isKnown(left) && !Number.isInteger(left)) {
    const parameters = { total: showSize(total), product: showSize(product) };
    return at.fail("sizes_left", `${setting}.${open[0]![0]}`, parameters);
  }
  return given.map(([name, size]) => axis(name, isOpen(size) ? left : size));
}

/** The axes with some of them replaced by others of the same name. */
export function withAxes({ axes }: Pick<ValueType, "axes">, ...replaced: readonly Axis[]): Axis[] {
  return axes.map((axis) => replaced.find((r) => r.name === axis.name) ?? axis);
}

/** `height, width and channel`, or `none`. */
export function showAxisNames(type: ValueType): string {
  const names = type.axes.map((axis) => `\`${axis.name}\``);
  if (names.length === 0) return "none";
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

type Help = (differing: Axis) => Details;

const mapFirst: Help = ({ name, size }) =>
  name === CHANNEL && isKnown(size)
    ? { help: [`map them to one width first, for example with \`project(${size})\``] }
    : {};

/**
 * Checks that operands can be joined place by place: the same axes by name, size, rate and raggedness, in any
 * order. Axes named in `except` may differ in size. Gives the first operand's axes, or undefined after reporting.
 */
export function joinAxes(
  at: RuleContext,
  operand: string,
  types: readonly ValueType[],
  except: readonly string[] = [],
  help: Help = mapFirst,
): readonly Axis[] | undefined {
  const first = types[0]!;
  for (const [i, other] of types.entries()) {
    if (i === 0) continue;
    if (other.axes.length !== first.axes.length || other.axes.some((a) => !axisNamed(first, a.name))) {
      return at.fail("axes_differ", operand, {
        first: at.words(operand, 0),
        first_axes: showAxisNames(first),
        other: at.words(operand, i),
        other_axes: showAxisNames(other),
      });
    }
    for (const a of first.axes) {
      const b = axisNamed(other, a.name)!;
      if (a.rate !== b.rate) {
        return at.fail(
          "rates_differ",
          operand,
          {
            axis: a.name,
            first: showRate(a.rate),
            other: showRate(b.rate),
          },
          { help: bringInLine(at, first, other, i) },
        );
      }
      if (except.includes(a.name)) continue;
      if (compareSizes(a.size, b.size) === "different") {
        return at.fail(
          "sizes_differ",
          operand,
          { axis: a.name, first: showSize(a.size), other: showSize(b.size) },
          a.rate === undefined ? help(a) : { help: bringInLine(at, first, other, i) },
        );
      }
      if (a.ragged !== b.ragged) {
        return at.fail("ragged_differ", operand, {
          axis: a.name,
          first: at.words(operand, 0),
          other: at.words(operand, i),
        });
      }
    }
  }
  return first.axes;
}

/** The context with operands of several names spoken of as if they were one list. */
function asOneList(at: RuleContext, names: readonly string[]): RuleContext {
  return { ...at, words: (_, index) => at.words(names[index ?? 0]!) };
}

/** The axes of two operands with channels, which all others must agree; reports where they do not. */
export function joinTwo(
  at: RuleContext,
  ...operands: readonly [readonly [string, ValueType], readonly [string, ValueType]]
): readonly Axis[] | undefined {
  if (operands.some(([name, type]) => needChannels(at, name, type) === undefined)) return undefined;
  const names = operands.map(([name]) => name);
  const types = operands.map(([, type]) => type);
  return joinAxes(asOneList(at, names), "call", types, [CHANNEL]);
}

/**
 * Checks that the operand `part` can be spread over `whole`: both have channels, and each further axis of the part is
 * one of the whole that agrees by size, rate and filling. Gives the axes of the whole, or undefined after reporting.
 */
export function spreadAxes(
  at: RuleContext,
  [wholeName, whole]: readonly [string, ValueType],
  [partName, part]: readonly [string, ValueType],
): readonly Axis[] | undefined {
  if (needChannels(at, wholeName, whole) === undefined) return undefined;
  if (needChannels(at, partName, part) === undefined) return undefined;
  const extra = part.axes.find(({ name }) => axisNamed(whole, name) === undefined);
  if (extra !== undefined) {
    return at.fail(
      "axis_not_shared",
      partName,
      {
        value: at.words(partName),
        axis: extra.name,
        other: at.words(wholeName),
        axes: showAxisNames(whole),
      },
      { help: [`reduce it first, for example with \`mean(over: ${extra.name})\``] },
    );
  }
  const shared = { ...whole, axes: whole.axes.filter(({ name }) => axisNamed(part, name) !== undefined) };
  const agree = joinAxes(asOneList(at, [wholeName, partName]), partName, [shared, part], [CHANNEL]);
  return agree && whole.axes;
}

/** How two values come to run at one rate for as long: the faster is brought to the slower. */
function bringInLine(at: RuleContext, first: ValueType, other: ValueType, index: number): string[] {
  const [a, b] = [axisNamed(first, "time")?.rate, axisNamed(other, "time")?.rate];
  if (a === undefined || b === undefined) return [];
  const names = [at.words("xs", 0), at.words("xs", index)];
  const [x, to] = a > b ? names : names.toReversed();
  return [`bring one to the rate and length of the other: \`align(${x}, to: ${to})\``];
}

/** The axes that stay when some are reduced away; reports when the operand lacks one of them. */
export function keptAxes(
  at: RuleContext,
  operand: string,
  type: ValueType,
  over: readonly string[],
): readonly Axis[] | undefined {
  for (const name of over) {
    if (needAxis(at, operand, type, name) === undefined) return undefined;
  }
  return type.axes.filter((axis) => !over.includes(axis.name));
}

/** The category that all operands decide about; reports where they decide about several. */
export function needOneCategory(
  at: RuleContext,
  operand: string,
  types: readonly ValueType[],
): Category | undefined {
  const categories = types.flatMap(({ kind }) => ("of" in kind ? [kind.of] : []));
  const first = categories[0];
  const other = categories.find((category) => category.name !== first?.name);
  if (first === undefined || other === undefined) return first;
  return at.fail("categories_differ", operand, { first: first.name, other: other.name });
}

/** Warns where raw measurements of different scales are joined as they are. */
export function warnScales(at: RuleContext, operand: string, types: readonly ValueType[]): void {
  const signals = types.filter((type) => type.kind.name === "signal");
  const scales = [...new Set(signals.map((type) => showRange(type.range)))];
  if (scales.length < 2) return;
  const help = ["bring each to one scale first, for example with `|> layer_norm`"];
  at.fail("scales_differ", operand, { first: scales[0]!, other: scales[1]! }, { help });
}

/** The scale that all values lie on, if it is one. */
export function commonRange(types: readonly ValueType[]): Range {
  const first = types[0]!.range;
  return types.every(({ range }) => JSON.stringify(range) === JSON.stringify(first)) ? first : UNBOUNDED;
}

/** The setting of fusions that can map their operands to one width. */
export const projectionWidth = integer(
  "maps every operand to so many channels first; if left out, their sizes must agree",
  { optional: true },
);

/** What the maps to one width train, for operands `xs`. */
export const projection = {
  formula: "Σ (channels · width + width) if `width` is given, else 0",
  count: (
    { xs }: { readonly xs: readonly ValueType[] },
    { width }: { readonly width: number | undefined },
  ) => (width === undefined ? 0 : xs.reduce((total, x) => total + (channelsOf(x) + 1) * width, 0)),
};

/** The axes of operands `xs` joined place by place, each mapped to `width` channels first where that is given. */
export function joinToWidth(
  at: RuleContext,
  operator: string,
  xs: readonly ValueType[],
  width: Size | undefined,
): readonly Axis[] | undefined {
  if (width === undefined) {
    return joinAxes(at, "xs", xs, [], ({ name }) => {
      const sizes = xs.map((x) => axisNamed(x, CHANNEL)?.size).filter((size) => typeof size === "number");
      if (name !== CHANNEL || sizes.length === 0) return {};
      const names = xs.map((_, i) => at.words("xs", i)).join(", ");
      const setting = `width: ${Math.max(...sizes)}`;
      return {
        help: [`project them to one width: ${operator}(${names}, ${setting})`],
        ...at.adding?.(setting),
      };
    });
  }
  if (xs.some((x, i) => needChannels(at, `xs.${i}`, x) === undefined)) return undefined;
  const joined = joinAxes(at, "xs", xs, [CHANNEL]);
  return joined && withAxes({ axes: joined }, { name: CHANNEL, size: width });
}
