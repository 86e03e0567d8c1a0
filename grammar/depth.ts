/** How many nodes of a syntax tree stand within each other at most. Needs no stack of its own depth. */
export function depthOf(root: object): number {
  let deepest = 0;
  const rest: { value: object; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const depth = next.depth + ("kind" in next.value ? 1 : 0);
    deepest = Math.max(deepest, depth);
    for (const value of Object.values(next.value)) {
      if (typeof value === "object" && value !== null) rest.push({ value, depth });
    }
  }
  return deepest;
}
