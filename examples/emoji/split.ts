import { createDraw, permutation } from "../../runtime/draws.ts";

export type SplitName = "train" | "validation" | "test";

/** The emoji of one concept, which never part. */
interface Concept {
  readonly members: number[];
}

/** The share of validation and of test, each. */
const HELD_OUT = 0.2;
const SEED = 1;

/**
 * Splits emoji into 60 % for training and 20 % each for validation and test, in every group alike. A concept goes
 * as a whole, with the group of its first member, to a split drawn in proportion to the places left there: large
 * concepts first, while every split has room for them.
 *
 * @param groups the group of each emoji
 * @param concepts the number of each emoji's concept
 */
export function splitOf(
  groups: readonly string[],
  concepts: readonly number[],
  seed: number = SEED,
): SplitName[] {
  const byConcept = new Map<number, Concept>();
  concepts.forEach((concept, i) => {
    const known = byConcept.get(concept);
    if (known === undefined) byConcept.set(concept, { members: [i] });
    else known.members.push(i);
  });
  const splits = Array<SplitName>(groups.length).fill("train");
  for (const group of new Set(groups)) {
    const own = [...byConcept.values()].filter(({ members }) => groups[members[0]!] === group);
    assign(own, seed, group, splits);
  }
  return splits;
}

function assign(concepts: readonly Concept[], seed: number, group: string, splits: SplitName[]): void {
  const draw = createDraw(seed, `:split ${group}`);
  const total = concepts.reduce((sum, { members }) => sum + members.length, 0);
  const held = Math.round(HELD_OUT * total);
  const room: Record<SplitName, number> = { train: total - 2 * held, validation: held, test: held };
  const shuffled = Array.from(permutation(concepts.length, draw), (i) => concepts[i]!);
  for (const { members } of shuffled.sort((a, b) => b.members.length - a.members.length)) {
    const split = drawSplit(room, members.length, draw);
    room[split] -= members.length;
    for (const member of members) splits[member] = split;
  }
}

/** A split with that much room, the likelier the more room it has; training takes what fits nowhere. */
function drawSplit(
  room: Readonly<Record<SplitName, number>>,
  size: number,
  draw: (below: number) => number,
): SplitName {
  const open = (Object.keys(room) as SplitName[]).filter((split) => room[split] >= size);
  if (open.length === 0) return "train";
  let place = draw(open.reduce((sum, split) => sum + room[split], 0));
  return open.find((split) => {
    place -= room[split];
    return place < 0;
  })!;
}
