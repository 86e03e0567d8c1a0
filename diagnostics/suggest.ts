/** Longer names are not compared: the work grows with the square of the length. */
const LONGEST = 64;

/**
 * The candidate that a name was probably meant to be: the one with the fewest slips of the pen (a character
 * too many, too few, another, or two exchanged), if they are at most a third of the name's length. Case counts
 * only between candidates that are equally near; what is still equal is decided by the alphabet.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const folded = name.toLowerCase();
  const most = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly name: string; readonly rank: readonly [number, number] } | undefined;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) > most) continue;
    const slips = distance(folded, candidate.toLowerCase());
    // With every character replaced nothing of the name is left to recognise.
    if (slips > most || slips >= name.length) continue;
    const rank = [slips, distance(name, candidate)] as const;
    const order = best ? rank[0] - best.rank[0] || rank[1] - best.rank[1] : -1;
    if (order < 0 || (order === 0 && best && candidate < best.name)) best = { name: candidate, rank };
  }
  return best?.name;
}

/** Names as a choice: `a, b or c`. */
export function listNames(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "";
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/**
 * Damerau–Levenshtein distance in its restricted form (optimal string alignment): no part is changed twice.
 *
 * Source: F. J. Damerau, A technique for computer detection and correction of spelling errors, 1964.
 */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + differs);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, before[column - 2]! + 1);
      current.push(least);
    }
    [before, above] = [above, current];
  }
  return above[b.length]!;
}
