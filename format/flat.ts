/** What is laid out, written on one line. */
import type { Chain, Element, Run, Word } from "./tree.ts";

/** A chain on one line; undefined where a comment stands within it. */
export function flat({ head, steps }: Pick<Chain, "head" | "steps">): string | undefined {
  const runs = [head, ...steps];
  const isBroken = runs.some((run, index) => {
    const next = runs[index + 1];
    return next !== undefined && (lastWord(run).behind !== undefined || firstWord(next).above.length > 0);
  });
  return isBroken ? undefined : joined(runs.map(flatRun), " ");
}

/** A run on one line, without what stands above its first word and behind its last. */
export function flatRun(run: Run): string | undefined {
  const texts = run.map((element, index) => {
    const word = startOf(element);
    const before = index === 0 ? undefined : endOf(run[index - 1]!);
    if (index > 0 && (word.above.length > 0 || before?.behind !== undefined)) return undefined;
    const text = flatElement(element);
    return text === undefined ? undefined : `${index > 0 && !word.touches ? " " : ""}${text}`;
  });
  return joined(texts, "");
}

function flatElement(element: Element): string | undefined {
  if (element.kind === "word") return element.text;
  const { open, parts, close, style } = element;
  if (open.behind !== undefined || close.above.length > 0) return undefined;
  const texts = parts.map((part) => {
    const isBare = part.behind === undefined && firstWord(part.head).above.length === 0;
    return isBare ? flat(part) : undefined;
  });
  const inner = joined(texts, style === "repeated" ? " " : ", ");
  const space = style === "names" ? " " : "";
  return inner === undefined ? undefined : `${open.text}${space}${inner}${space}${close.text}`;
}

function joined(texts: readonly (string | undefined)[], sign: string): string | undefined {
  return texts.includes(undefined) ? undefined : texts.join(sign);
}

/** The first word of a run; runs are never empty. */
export function firstWord(run: Run): Word {
  return startOf(run[0]!);
}

function lastWord(run: Run): Word {
  return endOf(run[run.length - 1]!);
}

export function startOf(element: Element): Word {
  return element.kind === "word" ? element : element.open;
}

export function endOf(element: Element): Word {
  return element.kind === "word" ? element : element.close;
}
