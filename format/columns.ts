/** Which statements below each other are put in columns, and how. */
import { show } from "../diagnostics/render/columns.ts";
import type { Binding, Entry } from "./tree.ts";

/** How many spaces more than one stand where. */
export interface Padding {
  /** Before `=`. */
  readonly sign: number;
  /** Behind `:`. */
  readonly value: number;
  /** Before the first `|>`. */
  readonly pipe: number;
}

const NONE: Padding = { sign: 0, value: 0, pipe: 0 };

/**
 * The columns of a body's statements. Those that stand on one line each, with no empty line between them, share theirs:
 * all `=` stand below each other, and what is behind a `:` stands there too, or one further where the longest name has
 * the colon. So do the first pipes of values that are handed on by their names. Names that differ much in length make
 * no columns.
 *
 * @param isLine whether a statement stands on one line
 */
export function columnsOf(entries: readonly Entry[], isLine: (entry: Entry) => boolean): readonly Padding[] {
  const bindings = entries.map((entry) => (isLine(entry) ? entry.binding : undefined));
  const isApart = (index: number) => isBelowSpace(entries[index]!);
  const sameWords = (a: Binding, b: Binding) => a.before === b.before;
  const out: Padding[] = entries.map(() => NONE);
  for (const run of runsOf(bindings, isApart, sameWords)) {
    const names = run.map(({ binding }) => binding.name);
    if (!areAlike(names)) continue;
    const longest = widest(names);
    const setting = widest(
      run.filter(({ binding }) => binding.sign === ":").map(({ binding }) => binding.name),
    );
    const column = Math.max(longest + 1, setting + 2);
    for (const { binding, index } of run) {
      const width = widthOf(binding.name);
      const sign = binding.sign === "=" ? longest - width : 0;
      const value = binding.sign === ":" ? column - width - 2 : 0;
      out[index] = { sign, value, pipe: 0 };
    }
  }
  const piped = bindings.map((binding) => (binding?.piped === undefined ? undefined : binding));
  for (const run of runsOf(piped, isApart, () => true)) {
    const names = run.map(({ binding }) => binding.piped ?? "");
    if (!areAlike(names)) continue;
    const longest = widest(names);
    for (const { binding, index } of run) {
      out[index] = { ...out[index]!, pipe: longest - widthOf(binding.piped ?? "") };
    }
  }
  return out;
}

interface Member {
  readonly binding: Binding;
  readonly index: number;
}

/** The bindings that stand directly below each other. */
function runsOf(
  bindings: readonly (Binding | undefined)[],
  isApart: (index: number) => boolean,
  belong: (a: Binding, b: Binding) => boolean,
): readonly (readonly Member[])[] {
  const runs: Member[][] = [];
  let above: Binding | undefined;
  bindings.forEach((binding, index) => {
    const goesOn = above !== undefined && binding !== undefined && !isApart(index) && belong(above, binding);
    if (binding !== undefined) {
      if (!goesOn) runs.push([]);
      runs[runs.length - 1]!.push({ binding, index });
    }
    above = binding;
  });
  return runs;
}

function isBelowSpace({ blank, above }: Entry): boolean {
  return blank || above.some((remark) => remark.blank);
}

/** Whether names differ so little in length that columns behind them help to read. */
function areAlike(names: readonly string[]): boolean {
  return widest(names) - Math.min(...names.map(widthOf)) <= MOST_SPACES;
}

const MOST_SPACES = 16;

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** How many columns a text takes. */
export function widthOf(text: string): number {
  return show(text).columns.at(-1) ?? 0;
}
