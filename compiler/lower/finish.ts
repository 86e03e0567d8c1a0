import type { Program } from "../graph/graph.ts";
import { simplify } from "../graph/simplify.ts";
import { type GraphFinding, type VerifyContext, verify } from "../graph/verify.ts";

/** A program that breaks a rule of the tensor graph: always a mistake of the compiler, never of the author. */
export class GraphMistake extends Error {
  override readonly name = "GraphMistake";

  constructor(program: string, findings: readonly GraphFinding[]) {
    const places = findings.map(
      ({ rule, message, origin }) => `  ${message}${origin ? ` [${origin.path}]` : ""} (${rule})`,
    );
    super(`The compiler has written the program ${program} wrongly:\n${places.join("\n")}`);
  }
}

/**
 * A program as a target is given it: simplified, and held against the rules of the tensor graph. What a target has no
 * kernel for it decomposes itself.
 *
 * @throws GraphMistake where the program breaks a rule
 */
export function finished(program: Program, context: VerifyContext): Program {
  const simple = simplify(program);
  const findings = verify(simple, context);
  if (findings.length > 0) throw new GraphMistake(program.name, findings);
  return simple;
}
