import type { Source, Span } from "../../diagnostics/source.ts";
import { position } from "../../diagnostics/source.ts";
import type { Origin } from "../graph/origin.ts";

/** The line that a span starts on, or undefined where its file is not among the sources. */
export type LineOf = (span: Span) => number | undefined;

export function linesOf(sources: readonly Source[]): LineOf {
  return (span) => {
    const source = sources.find(({ file }) => file === span.file);
    return source && position(source, span.start).line;
  };
}

/** Where a node stands, in the author's words: `sight/ConvNet/conv_2.L23`. */
export function scopeOf({ path, span }: Origin, lineOf: LineOf): string {
  const line = span && lineOf(span);
  return line === undefined ? legalName(path) : `${legalName(path)}.L${line}`;
}

/**
 * The name with every character that TensorFlow does not allow in one replaced by `_`, and without empty parts.
 *
 * A name matches `[A-Za-z0-9.][A-Za-z0-9_.\\-/>]*` (TensorFlow, `node_def_util.cc`); of these, `\`, `>` and a leading
 * `-` are not used.
 */
export function legalName(path: string): string {
  return path
    .split("/")
    .filter((part) => part !== "")
    .map((part) => part.replace(/[^A-Za-z0-9_.-]/gu, "_").replace(/^[-_]/, "n$&"))
    .join("/");
}

/** Gives out names, each once: `a`, then `a_1`, `a_2`, …. */
export function uniqueNames(): (name: string) => string {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return (name) => {
    let unique = name;
    while (taken.has(unique)) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      unique = `${name}_${count}`;
    }
    taken.add(unique);
    return unique;
  };
}
