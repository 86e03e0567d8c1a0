import type { ModelInterface } from "../../compiler/plan/interface.ts";
import type { Split } from "../data/dataset.ts";
import { failure } from "../failure.ts";
import type { Asked } from "./answer-split.ts";

/** With more optional inputs there are more sets than anybody would read. */
const MOST = 8;

/**
 * Every set of a model's optional inputs that a record may have, all of them first, then the larger ones before the
 * smaller; the empty one is among them where some input is not optional.
 *
 * @throws RuntimeFailure `inputs-not-optional`
 */
export function subsetsOf({ model, inputs }: ModelInterface): string[][] {
  const optional = inputs.filter((input) => input.optional).map(({ name }) => name);
  if (optional.length === 0 || optional.length > MOST) {
    const count = optional.length === 0 ? "no optional input" : `${optional.length} optional inputs`;
    const help =
      optional.length === 0
        ? "Declare the inputs that records may lack as `optional input`, and train again."
        : `Their sets are measured for up to ${MOST}.`;
    throw failure("inputs-not-optional", { message: `${model} has ${count}`, help });
  }
  const sets = Array.from({ length: 2 ** optional.length }, (_, code) =>
    optional.filter((_, i) => (code >> i) % 2 === 1),
  );
  const least = optional.length === inputs.length ? 1 : 0;
  return sets.filter(({ length }) => length >= least).sort((a, b) => b.length - a.length);
}

/** The rows of a split that have all inputs of a set, the other optional ones withheld. */
export function askedWith(
  { inputs }: Pick<ModelInterface, "inputs">,
  { rows, feeds }: Pick<Split, "rows" | "feeds">,
  set: readonly string[],
): Required<Omit<Asked, "loss">> {
  const presence = (names: (name: string) => boolean) =>
    inputs.flatMap((input) => (input.presence !== undefined && names(input.name) ? [input.presence] : []));
  const wanted = presence((name) => set.includes(name)).map(
    (feed) => feeds.find(({ name }) => name === feed)!.data,
  );
  const places = Array.from({ length: rows }, (_, row) => row);
  return {
    order: Uint32Array.from(places.filter((row) => wanted.every((flags) => flags[row] === 1))),
    withheld: presence((name) => !set.includes(name)),
  };
}
