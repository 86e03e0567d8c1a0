import type { Node, Tensor } from "../../graph/tensor.ts";
import type { UseSketch } from "./sketch.ts";

/** A function that is written: of the model as a whole, or of one use of a block. */
export interface Place {
  readonly use?: UseSketch;
  /** The path below which the names of its weights stand. */
  readonly path: string;
  readonly parent?: Place;
  readonly depth: number;
}

/** The functions of a model and which nodes stand in which of them. */
export interface Places {
  readonly root: Place;
  ownerOf(node: Node): Place;
  /** Where an application was written by its author. */
  placeOf(application: number | undefined): Place;
}

export const contains = (outer: Place, inner: Place): boolean =>
  inner === outer || (inner.parent !== undefined && contains(outer, inner.parent));

/** The function directly inside of `outer` in which `inner` stands. */
export const childTowards = (outer: Place, inner: Place): Place =>
  inner.parent === outer || inner.parent === undefined ? inner : childTowards(outer, inner.parent);

const common = (a: Place, b: Place): Place => (contains(a, b) ? a : common(a.parent!, b));

/**
 * Gives every node a function: that of the block that it was written in. What follows from inputs alone, such as which
 * places are filled, and is used elsewhere too stands in the function around both.
 *
 * @param dissolved uses that are written out where they are used
 */
export function placesOf(
  nodes: readonly Node[],
  uses: readonly UseSketch[],
  dissolved: ReadonlySet<UseSketch>,
): Places {
  const root: Place = { path: "", depth: 0 };
  const kept = uses.filter((use) => !dissolved.has(use));
  const places = new Map<UseSketch, Place>();
  for (const [i, use] of [...kept.entries()].reverse()) {
    const around = kept.find((other, j) => j > i && other.from <= use.from && use.to <= other.to);
    const parent = around === undefined ? root : places.get(around)!;
    places.set(use, { use, path: use.path, parent, depth: parent.depth + 1 });
  }
  const placeOf = (application: number | undefined): Place => {
    const use =
      application === undefined
        ? undefined
        : kept.find(({ from, to }) => from <= application && application < to);
    return use === undefined ? root : places.get(use)!;
  };

  const pure = new Set<Node>();
  for (const node of nodes) {
    const isSource = node.primitive === "read" || node.primitive === "random_uniform";
    if (!isSource && node.inputs.every((input) => pure.has(input.node))) pure.add(node);
  }
  const results = new Set<Tensor>(kept.flatMap((use) => use.results));
  const owners = new Map<Node, Place>();
  const consumers = new Map<Node, Place[]>();
  for (const node of [...nodes].sort((a, b) => b.id - a.id)) {
    let owner = placeOf(node.origin.application);
    const users = consumers.get(node) ?? [];
    const isResult = node.outputs.some((output) => results.has(output));
    if (pure.has(node) && !isResult && !users.every((user) => contains(owner, user))) {
      owner = users.reduce(common, owner);
    }
    owners.set(node, owner);
    for (const { node: input } of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), owner]);
  }
  return { root, placeOf, ownerOf: (node) => owners.get(node) ?? root };
}
