import type { Node, Tensor } from "../../graph/tensor.ts";
import { MODE } from "./sketch.ts";

/** Primitives that are written anew wherever they are used. */
export const LEAVES: ReadonlySet<string> = new Set(["constant", "read"]);

const isMode = ({ node }: Tensor) => node.primitive === "feed" && node.attributes.name === MODE;

/** Whether a node is one thing in training and another in prediction. */
export const isChoice = (node: Node) => node.primitive === "select" && isMode(node.inputs[0]!);

interface Groups {
  /** What stands before a choice although its branches use it, since others do too. */
  outsideOf(choice: Node): readonly Tensor[];
}

/** Which tensors of a function are computed always, and which in one branch of one choice alone. */
export function groupsIn(
  roots: readonly Tensor[],
  inputsOf: (one: Tensor) => readonly Tensor[],
  inside: (one: Tensor) => boolean,
  isHere: (node: Node) => boolean,
  updatesOf: (choice: Node) => readonly Tensor[],
): Groups {
  const always = new Set<Tensor>();
  const choices = new Set<Node>();
  const isChoiceHere = ({ node }: Tensor) => isHere(node) && isChoice(node);
  const visit = (one: Tensor, found: Set<Tensor>, stop: ReadonlySet<Tensor>) => {
    const stack = [one];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (!inside(next) || found.has(next) || stop.has(next)) continue;
      found.add(next);
      // All results of a node come at once.
      if (isHere(next.node)) for (const output of next.node.outputs) found.add(output);
      if (isChoiceHere(next)) choices.add(next.node);
      else stack.push(...inputsOf(next));
    }
  };
  const nothing = new Set<Tensor>();
  for (const root of roots) visit(root, always, nothing);
  for (;;) {
    const seen = new Map<Tensor, number>();
    for (const choice of [...choices]) {
      const [, training, predicting] = choice.inputs as readonly [Tensor, Tensor, Tensor];
      for (const starts of [[training, ...updatesOf(choice)], [predicting]]) {
        const members = new Set<Tensor>();
        for (const start of starts) visit(start, members, always);
        for (const member of members) seen.set(member, (seen.get(member) ?? 0) + 1);
      }
    }
    const shared = [...seen].filter(([one, times]) => times > 1 && !always.has(one));
    if (shared.length === 0) break;
    for (const [one] of shared) visit(one, always, nothing);
  }
  return {
    outsideOf(choice) {
      const [, training, predicting] = choice.inputs as readonly [Tensor, Tensor, Tensor];
      const found = new Set<Tensor>();
      const members = new Set<Tensor>();
      const stack = [training, predicting, ...updatesOf(choice)];
      for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
        if (members.has(next)) continue;
        members.add(next);
        if (always.has(next) || (!inside(next) && !LEAVES.has(next.node.primitive) && !isMode(next)))
          found.add(next);
        else stack.push(...inputsOf(next));
      }
      return [...found].sort((a, b) => a.node.id - b.node.id);
    },
  };
}
