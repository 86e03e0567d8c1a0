import { type Feed, nodesOf, type Update } from "../graph/graph.ts";
import type { Dtype, Shape, Tensor } from "../graph/tensor.ts";

/** The feeds that some results and updates depend on, those of `order` first, then by name. */
export function feedsOf(
  results: Readonly<Record<string, Tensor>>,
  updates: readonly Update[],
  order: readonly string[],
): Feed[] {
  const roots = [...Object.values(results), ...updates.map((update) => update.value)];
  const feeds = nodesOf(roots)
    .filter((node) => node.primitive === "feed")
    .map(
      ({ attributes }) =>
        attributes as { name: string; shape: Shape; dtype: Dtype } & Record<string, unknown>,
    );
  const rank = (name: string) => {
    const place = order.findIndex((input) => name === input || name.startsWith(`${input}/`));
    return place < 0 ? order.length : place;
  };
  return feeds
    .map(({ name, shape, dtype }) => ({ name, shape, dtype }))
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}
