import type { Block } from "./values.ts";

/** Blocks in an order in which each follows those of its file that its body names. */
export function usedFirst(blocks: readonly Block[]): Block[] {
  const byName = new Map(blocks.map((block) => [block.item.name.text, block]));
  const ordered = new Set<Block>();
  const begun = new Set<Block>();
  for (const block of blocks) {
    // Depth first, without a stack of the depth of the longest chain of blocks.
    const open = [block];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (begun.has(top)) {
        ordered.add(top);
        open.pop();
        continue;
      }
      begun.add(top);
      for (const name of namesIn(top.item.body)) {
        const used = byName.get(name);
        if (used !== undefined && !begun.has(used)) open.push(used);
      }
    }
  }
  return [...ordered];
}

/** All names that occur in a part of a syntax tree. */
function namesIn(part: object): Set<string> {
  const names = new Set<string>();
  const rest: object[] = [part];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if ("text" in next && typeof next.text === "string") names.add(next.text);
    for (const value of Object.values(next)) {
      if (typeof value === "object" && value !== null) rest.push(value);
    }
  }
  return names;
}
