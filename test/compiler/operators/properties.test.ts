import { describe, expect, test } from "vitest";
import type { AnyOperator } from "../../../compiler/operators/define.ts";
import { type OperatorName, operators } from "../../../compiler/operators/index.generated.ts";
import { placesAfter, stepsOf } from "../../../compiler/types/filling.ts";
import { showType } from "../../../compiler/types/show.ts";
import type { Axis, ValueType } from "../../../compiler/types/value-type.ts";
import { expectClose, flat, type Grid, type Nested, shapeOf } from "./kit/arrays.ts";
import type { Case } from "./kit/cases/case.ts";
import { CASES } from "./kit/cases/index.ts";
import { type Applied, apply, type Fed, fed } from "./kit/run.ts";
import { judge, withDefaults } from "./kit/types.ts";

const ROWS = 3;
/** How many words the records have, and how many places of an axis of so many that is ragged for the occasion. */
const phrase = [4, 2, 1];
const OWN = "own";
const lengthsOf = (from: string): readonly number[] => {
  if (!from.startsWith(OWN)) return phrase;
  const size = Number(from.slice(OWN.length));
  return [size, Math.max(1, size - 1), 1];
};
const ALL_LENGTHS = Object.fromEntries(
  ["phrase", ...Array.from({ length: 100 }, (_, size) => `${OWN}${size}`)].map((from) => [
    from,
    lengthsOf(from),
  ]),
);

type Operands = Readonly<Record<string, Fed | readonly Fed[]>>;

function feed(
  { operands }: Case,
  change: (type: ValueType) => ValueType = (type) => type,
  rows = ROWS,
): Operands {
  let seed = 1;
  const one = (type: ValueType) => fed(change(type), { rows, seed: seed++ });
  return Object.fromEntries(
    Object.entries(operands).map(([name, types]) => [name, isList(types) ? types.map(one) : one(types)]),
  );
}

const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

const changed = (operands: Operands, change: (value: Fed) => Fed): Operands =>
  Object.fromEntries(
    Object.entries(operands).map(([name, value]) => [
      name,
      isList(value) ? value.map(change) : change(value),
    ]),
  );

/** The array with another number at every place that `at` picks by its indices. */
function replaced(
  nested: Nested,
  at: (place: readonly number[], value: number) => number,
  place: readonly number[] = [],
): Nested {
  return typeof nested === "number"
    ? at(place, nested)
    : nested.map((inner, i) => replaced(inner, at, [...place, i]));
}

/** Whether a place of a value with these axes is filled, and not padding. */
const filled = (axes: readonly Axis[], [row, ...places]: readonly number[]) =>
  axes.every(({ ragged }, i) => {
    if (ragged === undefined) return true;
    const { from, steps } = stepsOf(ragged);
    return places[i]! < placesAfter(steps, lengthsOf(from)[row!]!);
  });

const describeCase = ({ operands, settings = {} }: Case) =>
  [
    ...Object.values(operands).flat().map(showType),
    ...Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}`),
  ].join(", ");

for (const name of Object.keys(operators) as OperatorName[]) {
  const operator: AnyOperator = operators[name];
  const cases = CASES[name].map((one) => ({ ...one, of: describeCase(one) }));

  describe(name, () => {
    const run = (one: Case, operands: Operands, more: Parameters<typeof apply>[3] = {}): Applied =>
      apply(name, operands, one.settings, { lengths: ALL_LENGTHS, ...more });
    const isRagged = ({ operands }: Case) =>
      Object.values(operands)
        .flat()
        .some(({ axes }) => axes.some((axis) => axis.ragged !== undefined));
    /** What the result holds at places that are not padding, row by row. */
    const seen = ({ values, type, masks }: Applied): Nested =>
      (values as readonly Nested[]).map((row, i) => kept(row, type.axes, masks, i));

    test.each(cases)("trains as many weights as it says, of $of", (one) => {
      const { weights } = run(one, feed(one));
      const trained = Object.values(weights).reduce<number>((sum, weight) => sum + flat(weight).length, 0);
      const counted = operator.parameters?.count(
        one.operands as never,
        withDefaults(operator.settings, one.settings ?? {}) as never,
      );
      expect(trained).toBe(counted ?? 0);
    });

    test.each(cases)("gives what its type says, in training and outside, of $of", (one) => {
      for (const training of [false, true]) {
        const { values, type } = run(one, feed(one), { training });
        expect(shapeOf(values)).toEqual([ROWS, ...type.axes.map((axis) => axis.size)]);
        expect(flat(values).filter((value) => !Number.isFinite(value))).toEqual([]);
      }
    });

    test.each(cases)("stays in its range, of $of", (one) => {
      const { values, type } = run(one, feed(one));
      if (type.range.name !== "between") return;
      const { low, high } = type.range;
      expect(flat(values).filter((value) => value < low - 1e-6 || value > high + 1e-6)).toEqual([]);
    });

    test.each(cases)("is moved by each of its weights, of $of", (one) => {
      const operands = feed(one);
      const { values, weights } = run(one, operands);
      for (const [weight, numbers] of Object.entries(weights)) {
        const other = {
          ...weights,
          [weight]: replaced(numbers, (place, value) => value + 0.1 + 0.3 * place.at(-1)!),
        };
        const moved = flat(run(one, operands, { weights: other }).values);
        const far = flat(values).some((value, i) => Math.abs(value - moved[i]!) > 1e-4);
        const idle = one.idle?.[weight] ?? operator.idle?.[weight.split("/").at(-1)!];
        expect(far, weight).toBe(idle === undefined);
      }
    });

    if (operator.mixing === undefined) {
      test.each(cases)("keeps rows apart, of $of", (one) => {
        const before = feed(one);
        const after = changed(before, (value) => ({
          ...value,
          values: replaced(value.values, (place, number) =>
            place[0] === 0 ? number : value.type.kind.name === "tokens" ? 9 - number : 1 - number * 2,
          ),
        }));
        const [a, b] = [before, after].map(
          (operands) => run(one, operands, { training: true }).values as Nested[],
        );
        expectClose(a![0]!, b![0]!);
        expect(flat(a![1]!)).not.toEqual(flat(b![1]!));
      });
    }

    const ragged = [...cases.filter(isRagged), ...cases.flatMap((one) => raggedOf(name, one))];
    test("has a ragged case, unless it refuses padding", () => {
      expect(ragged.length > 0).toBe(operator.ragged !== "refuse");
    });

    if (ragged.length > 0) {
      test.each(ragged)("is not touched by what padding holds, of $of", (one) => {
        const clean = feed(one);
        const dirty = changed(clean, (value) => ({
          ...value,
          values: replaced(value.values, (place, number) =>
            filled(value.type.axes, place) ? number : value.type.kind.name === "tokens" ? 9 : Number.NaN,
          ),
        }));
        expectFilled(seen(run(one, dirty)), seen(run(one, clean)));
      });

      test.each(ragged)("is not touched by how much padding there is, of $of", (one) => {
        const short = feed(one);
        const more = (type: ValueType): ValueType => ({
          ...type,
          axes: type.axes.map((axis) =>
            axis.ragged === undefined ? axis : { ...axis, size: (axis.size as number) + 3 },
          ),
        });
        const long = changed(short, (value) => {
          const type = more(value.type);
          return { type, values: longer(value.values, type.axes) };
        });
        expectFilled(seen(run(one, long)), seen(run(one, short)));
      });
    }

    test.each(cases)("has finite slopes, also where all is zero, of $of", (one) => {
      const zero = changed(feed(one), (value) => ({ ...value, values: replaced(value.values, () => 0) }));
      for (const operands of [feed(one), zero]) {
        const { slopes } = run(one, operands, { slopes: true });
        expect(flat(Object.values(slopes)).filter((slope) => !Number.isFinite(slope))).toEqual([]);
      }
    });

    if (typeof operator.presence === "object") {
      const optional = (type: ValueType): ValueType => ({ ...type, presence: "optional" });
      const operandsOf = ({ operands }: Case) => Object.values(operands).flat().length;

      /** Every subset of the operands but the empty one, a row each; what an absent row holds is `hidden`. */
      const subsets = (
        one: Case,
        hidden: (value: number) => number,
      ): { operands: Operands; rows: number } => {
        const rows = 2 ** operandsOf(one) - 1;
        let index = 0;
        const operands = changed(feed(one, optional, rows), (value) => {
          const bit = 2 ** index++;
          const presence = Array.from({ length: rows }, (_, row) => ((row + 1) & bit ? 1 : 0));
          const values = replaced(value.values, ([row], number) =>
            presence[row!] === 1 ? number : hidden(number),
          );
          return { ...value, values, presence };
        });
        return { operands, rows };
      };
      const lengths = (rows: number) => ({
        phrase: Array.from({ length: rows }, (_, row) => phrase[row % phrase.length]!),
      });

      test.each(cases)("is finite whatever is absent, and so are its slopes, of $of", (one) => {
        const { operands, rows } = subsets(one, () => 0);
        for (const training of [false, true]) {
          const { values, slopes } = run(one, operands, { training, lengths: lengths(rows), slopes: true });
          const numbers = [...flat(values), ...flat(Object.values(slopes))];
          expect(numbers.filter((value) => !Number.isFinite(value))).toEqual([]);
        }
      });

      if (operator.stochastic !== true && operator.mixing === undefined) {
        test.each(cases)("does the same with what is absent in training and outside, of $of", (one) => {
          const { operands, rows } = subsets(one, () => 0);
          const [a, b] = [false, true].map(
            (training) => run(one, operands, { training, lengths: lengths(rows) }).values,
          );
          expectClose(a!, b!);
        });
      }

      test.each(cases)("is not touched by what absent rows hold, of $of", (one) => {
        const [dirty, clean] = [() => Number.NaN, (value: number) => value].map((hidden) =>
          subsets(one, hidden),
        );
        // Where the operand that the result follows is lacking, the result is too, and may hold anything.
        const { follows } = operator.presence as { follows?: string };
        const followed =
          follows === undefined ? undefined : [clean!.operands[follows] as Fed | readonly Fed[]].flat();
        const isThere = (row: number) =>
          followed === undefined || followed.some(({ presence }) => presence![row] === 1);
        const seenRows = (values: Nested) => (values as readonly Nested[]).filter((_, row) => isThere(row));
        for (const training of [false, true]) {
          const [a, b] = [dirty!, clean!].map(
            ({ operands, rows }) => run(one, operands, { training, lengths: lengths(rows) }).values,
          );
          expectClose(seenRows(a!), seenRows(b!));
          expect(flat(seenRows(a!)).filter((value) => !Number.isFinite(value))).toEqual([]);
        }
      });
    }

    if (operator.commutative === true) {
      const free = cases.filter((one) => Object.keys(run(one, feed(one)).initialisers).length === 0);
      test.each(free)("does not care in which order its operands stand, of $of", (one) => {
        const forwards = feed(one);
        const backwards = Object.fromEntries(
          Object.entries(forwards).map(([operand, value]) => [
            operand,
            isList(value) ? value.toReversed() : value,
          ]),
        );
        expectClose(run(one, backwards).values, run(one, forwards).values);
      });
    }
  });
}

/**
 * The case with one of its axes filled by each record as far as it goes, axis by axis, where the type rule lets it, however
 * much padding there is: every operand that has the axis has it so. A learned table of positions is left out, whose weights
 * are others where there is more padding; its cases are written by hand.
 */
function raggedOf(name: OperatorName, one: Case): (Case & { readonly of: string })[] {
  const { ragged }: AnyOperator = operators[name];
  if (ragged === "refuse" || one.settings?.kind === "learned") return [];
  const axes = Object.values(one.operands)
    .flat()
    .flatMap((type) => type.axes);
  const names = new Set(axes.flatMap((axis) => (axis.ragged === undefined ? [axis.name] : [])));
  return [...names].flatMap((own) => {
    const sizes = new Set(axes.flatMap((axis) => (axis.name === own ? [axis.size] : [])));
    if (["channel", "label"].includes(own) || sizes.size > 1) return [];
    const [size] = sizes as Set<number>;
    const filledIn = (more: number) =>
      each(one.operands, (type) => ({
        ...type,
        axes: type.axes.map((axis) =>
          axis.name === own ? { ...axis, size: size! + more, ragged: `${OWN}${size}` } : axis,
        ),
      }));
    const isTaken = (more: number) => judge(name, filledIn(more), one.settings).type !== undefined;
    if (!isTaken(0) || !isTaken(3)) return [];
    const changed = { ...one, operands: filledIn(0) };
    return [{ ...changed, of: describeCase(changed) }];
  });
}

const each = (operands: Case["operands"], change: (type: ValueType) => ValueType): Case["operands"] =>
  Object.fromEntries(
    Object.entries(operands).map(([name, own]) => [name, isList(own) ? own.map(change) : change(own)]),
  );

/** The array with sevens behind every ragged axis, up to the sizes of `axes`. */
function longer(nested: Nested, axes: readonly Axis[]): Nested {
  const grow = (inner: Nested, [axis, ...rest]: readonly Axis[]): Nested => {
    if (axis === undefined || typeof inner === "number") return inner;
    const own = inner.map((item) => grow(item, rest));
    const filler = replaced(own[0]!, () => 7);
    return [...own, ...Array.from({ length: (axis.size as number) - own.length }, () => filler)];
  };
  return (nested as readonly Nested[]).map((row) => grow(row, axes));
}

/** The row without the places of its ragged axes that are padding. */
function kept(nested: Nested, axes: readonly Axis[], masks: Applied["masks"], row: number): Nested {
  const [axis, ...rest] = axes;
  if (axis === undefined || typeof nested === "number") return nested;
  const mask = axis.ragged === undefined ? undefined : (masks[axis.ragged] as Grid)[row]!;
  return nested
    .filter((_, place) => mask === undefined || mask[place] === 1)
    .map((inner) => kept(inner, rest, masks, row));
}

/** Compares rows, which may hold different numbers of places. */
function expectFilled(actual: Nested, expected: Nested): void {
  const rows = [actual, expected].map((nested) => (nested as readonly Nested[]).map(flat));
  expect(rows[0]!.map((row) => row.length)).toEqual(rows[1]!.map((row) => row.length));
  expectClose(rows[0]!.flat(), rows[1]!.flat());
}
