import type { Chunk } from "../../grammar/outline.ts";

/** For each item of a file, by its place, all items that its checking needs, itself and those that others need included. */
export function needsOf(chunks: readonly Chunk[]): readonly ReadonlySet<number>[] {
  const byName = new Map<string, number[]>();
  for (const [i, { title }] of chunks.entries()) {
    const name = nameIn(title);
    byName.set(name, [...(byName.get(name) ?? []), i]);
  }
  // What a file imports is needed by all. What trains a model has a say in which of its values are of use.
  const imports = chunks.flatMap(({ title }, i) => (title.startsWith("use ") ? [i] : []));
  const direct = chunks.map(({ title, words }, i) => {
    const mentioned = [...words].flatMap((word) => byName.get(word) ?? []);
    const trains = title.startsWith("model ") ? (byName.get(nameIn(title)) ?? []) : [];
    return new Set([i, ...imports, ...mentioned, ...trains]);
  });
  return direct.map((_, i) => reached(direct, [i]));
}

/** The declared name of a title such as `model EmojiGroup`. */
const nameIn = (title: string): string => title.slice(title.indexOf(" ") + 1);

/** Everything that can be reached from some items. */
export function reached(next: readonly ReadonlySet<number>[], from: Iterable<number>): Set<number> {
  const seen = new Set(from);
  for (const i of seen) for (const j of next[i]!) seen.add(j);
  return seen;
}
