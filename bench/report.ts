import type { Ratio } from "./measure.ts";

/** What the ratio of the fastest turns must keep to. */
export interface Bar {
  readonly kind: "at least" | "at most";
  readonly value: number;
}

export interface Row {
  readonly what: string;
  readonly ratio: Ratio;
  readonly bar?: Bar;
}

export interface Findings {
  readonly rows: readonly Row[];
  /** Sentences below the table. */
  readonly notes: readonly string[];
}

/** Measures something; `say` tells what it is at. */
export type Comparison = (say: (line: string) => void) => Promise<Findings>;

export function meets({ ratio, bar }: Row): boolean {
  if (bar === undefined) return true;
  return bar.kind === "at least" ? ratio.best >= bar.value : ratio.best <= bar.value;
}

const shown = (ratio: number): string => ratio.toFixed(ratio < 10 ? 2 : 1);

/** The findings as Markdown, with the machine that they were made on. */
export function reportOf({ rows, notes }: Findings, machine: Readonly<Record<string, string>>): string {
  const line = (row: Row) => {
    const { what, ratio, bar } = row;
    const verdict = bar === undefined ? "" : `${bar.kind} ${bar.value}: ${meets(row) ? "met" : "**missed**"}`;
    return `| ${what} | ${shown(ratio.best)} | ${shown(ratio.median)} | ${shown(ratio.least)}–${shown(ratio.most)} | ${verdict} |`;
  };
  return [
    Object.entries(machine)
      .map(([name, value]) => `${name}: ${value}`)
      .join(" · "),
    "",
    "| compared | fastest turns | median | least–most | bar |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(line),
    ...notes.map((note) => `\n${note}`),
  ].join("\n");
}

const marks = (comparison: string) => ({
  begin: `<!-- measured: written by npm run bench -- ${comparison} -->`,
  end: "<!-- /measured -->",
});

/** Puts the report of a comparison between its marks in a page. */
export function between(page: string, comparison: string, report: string): string {
  const { begin, end } = marks(comparison);
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for the report of ${comparison}`);
  return `${page.slice(0, from + begin.length)}\n\n${report}\n\n${page.slice(to)}`;
}
