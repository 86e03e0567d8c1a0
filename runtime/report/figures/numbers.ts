import type { Html } from "../html.ts";
import { figure } from "../words.ts";
import { draw } from "./draw.ts";
import { figureOf } from "./figure.ts";
import { type Series, thinned } from "./plot.ts";

const POINTS = 1000;
const BARS = 24;

type Pair = readonly [truth: number, told: number];

/** What is told against what is true, row by row. */
export function predictedFigure(
  channels: readonly { readonly name: string; readonly pairs: readonly Pair[] }[],
): Html {
  const all = channels.flatMap(({ pairs }) => pairs.flat());
  const [least, most] = [lowest(all), highest(all)];
  const series: Series[] = channels.map(({ name, pairs }) => ({
    name,
    style: "points",
    points: thinned(pairs, Math.ceil(POINTS / channels.length)),
  }));
  const equal: Series = {
    name: "equal",
    hidden: true,
    points: [
      [least, least],
      [most, most],
    ],
  };
  return figureOf({
    title: "Told and true",
    says: "Each row by the number that is true and the one told; on the line they are equal.",
    drawing: draw({
      description: "Scatter plot of the numbers told against the true ones",
      x: { name: "true" },
      y: { name: "told" },
      series: [...series, equal],
    }),
    numbers: {
      head: ["", "true", "told"],
      rows: channels.flatMap(({ name, pairs }) =>
        thinned(pairs, Math.ceil(24 / channels.length)).map(([truth, told]) => [
          name,
          figure(truth),
          figure(told),
        ]),
      ),
      right: [1, 2],
    },
  });
}

/** Rows by how far what is told lies from what is true. */
export function histogramFigure(
  values: readonly number[],
  { title, says, name, whole = false }: { title: string; says: string; name: string; whole?: boolean },
): Html {
  const bars = barsOf(values, whole);
  const step = bars.length > 1 ? bars[1]!.from - bars[0]!.from : 1;
  const points = [
    ...bars.map(({ from, rows }) => [from, rows] as const),
    [(bars.at(-1)?.from ?? 0) + step, 0] as const,
  ];
  const [first] = points;
  return figureOf({
    title,
    says,
    drawing: draw({
      description: `${title}: how many rows have which`,
      x: { name, whole },
      y: { name: "rows", least: 0, whole: true },
      series: [
        { name: "rows", style: "steps", points: first === undefined ? [] : [[first[0], 0], ...points] },
      ],
    }),
    numbers: {
      head: ["from", "to before", "rows"],
      rows: bars.map(({ from, rows }) => [figure(from), figure(from + step), String(rows)]),
      right: [0, 1, 2],
    },
  });
}

function barsOf(values: readonly number[], whole: boolean): { from: number; rows: number }[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const [least, most] = [lowest(finite), highest(finite)];
  const span = most - least;
  const step = whole ? Math.max(1, Math.ceil((span + 1) / BARS)) : span === 0 ? 1 : span / BARS;
  const bars = Array.from({ length: whole ? Math.floor(span / step) + 1 : BARS }, (_, i) => ({
    from: least + i * step,
    rows: 0,
  }));
  for (const value of finite) bars[Math.min(bars.length - 1, Math.floor((value - least) / step))]!.rows++;
  return bars;
}

const lowest = (values: readonly number[]) =>
  values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const highest = (values: readonly number[]) =>
  values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
