import type { Span } from "../../../diagnostics/source.ts";

/** Anything in a tree that stands somewhere in the text. */
export interface Placed {
  readonly span: Span;
  readonly kind?: string;
}

/** Visits everything in a tree that has a span, from the outside in, with what stands directly inside it. */
export function visit(root: Placed, look: (node: Placed, children: readonly Placed[]) => void): void {
  const rest: Placed[] = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    const children = childrenOf(node);
    look(node, children);
    for (const child of children.toReversed()) rest.push(child);
  }
}

/** What stands directly within a node, in the order of its properties. */
function childrenOf(node: object): readonly Placed[] {
  return Object.entries(node).flatMap(([key, value]) => (key === "span" ? [] : placedIn(value)));
}

function placedIn(value: unknown): readonly Placed[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(placedIn);
  return isPlaced(value) ? [value] : childrenOf(value);
}

function isPlaced(value: object): value is Placed {
  return "span" in value;
}

/** Everything that is wrong with the spans of a tree, in words; nothing when all is well. */
export function misplaced(root: Placed, text: string): readonly string[] {
  const wrong: string[] = [];
  visit(root, (node, children) => {
    const name = `${node.kind ?? "node"} at ${node.span.start}-${node.span.end}`;
    const { start, end, file } = node.span;
    if (file !== root.span.file) wrong.push(`${name} lies in ${file}`);
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start > end || end > text.length)
      wrong.push(`${name} is no place in the text`);
    for (const { span } of children)
      if (span.start < start || span.end > end) wrong.push(`${name} does not hold ${span.start}-${span.end}`);
    const apart = children
      .filter((child) => !("style" in child))
      .toSorted((a, b) => a.span.start - b.span.start);
    apart.forEach((child, index) => {
      const before = apart[index - 1];
      if (before !== undefined && child.span.start < before.span.end)
        wrong.push(
          `${name}: ${child.kind ?? "node"} at ${child.span.start} begins before ${before.span.end}`,
        );
    });
    for (const list of Object.values(node).filter(Array.isArray)) {
      const starts = list.filter(isPlaced).map(({ span }) => span.start);
      if (starts.some((at, index) => at < (starts[index - 1] ?? 0)))
        wrong.push(`${name}: ${starts} are not in order`);
    }
  });
  return wrong;
}
