import { createBuilder } from "../../../../../compiler/graph/builder.ts";
import type { Program, Variable } from "../../../../../compiler/graph/graph.ts";
import { rebuild } from "../../../../../compiler/graph/rebuild.ts";

/** A program in which some feeds, those that start as given, are variables of their names instead. */
export function withVariables(program: Program, starts: readonly string[]): Program {
  const isKept = (name: string) => starts.some((start) => name.startsWith(start));
  const builder = createBuilder();
  const made = rebuild(program, {
    ...builder,
    apply(name, inputs, attributes) {
      const feed = attributes as unknown as Variable;
      if (name !== "feed" || !isKept(feed.name)) return builder.apply(name, inputs, attributes);
      const { shape, dtype } = feed;
      const variable: Variable = {
        name: feed.name,
        role: "weight",
        shape,
        dtype,
        initialiser: { kind: "zeros" },
        origin: builder.origin,
      };
      return builder.apply("read", [], { variable });
    },
  });
  return { ...made, feeds: program.feeds.filter(({ name }) => !isKept(name)) };
}
