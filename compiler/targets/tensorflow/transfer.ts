import { createBuilder } from "../../graph/builder.ts";
import type { Program, Variable } from "../../graph/graph.ts";
import { createOps } from "../../graph/ops.ts";
import { type Dtype, elements } from "../../graph/tensor.ts";
import { type Signature, type SignatureContext, writeSignature } from "./signature.ts";

/** Signatures, called `name` or `name_0` and so on, that set variables from feeds of the same names. */
export function assignSignatures(
  context: SignatureContext,
  name: string,
  variables: readonly Variable[],
  chunkBytes: number,
): Signature[] {
  return chunks(variables, chunkBytes).map((chunk, i, { length }) =>
    writeSignature(context, assignProgram(length === 1 ? name : `${name}_${i}`, chunk)),
  );
}

/** Signatures that give variables as results of the same names. */
export function readSignatures(
  context: SignatureContext,
  variables: readonly Variable[],
  chunkBytes: number,
): Signature[] {
  return chunks(variables, chunkBytes).map((chunk, i, { length }) =>
    writeSignature(context, readProgram(length === 1 ? "read" : `read_${i}`, chunk)),
  );
}

function assignProgram(name: string, variables: readonly Variable[]): Program {
  const g = createOps(createBuilder());
  const updates = variables.map((variable) => ({ variable, value: g.feed(variable) }));
  return {
    name,
    feeds: variables.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    results: {},
    updates,
  };
}

function readProgram(name: string, variables: readonly Variable[]): Program {
  const g = createOps(createBuilder());
  const results = Object.fromEntries(variables.map((variable) => [variable.name, g.read(variable)]));
  return { name, feeds: [], results, updates: [] };
}

const BYTES: { readonly [D in Dtype]: number } = { float32: 4, int32: 4, bool: 1, uint8: 1 };

/** The variables in their order, cut so that each part holds at most so many bytes or is a single one. */
function chunks(variables: readonly Variable[], chunkBytes: number): Variable[][] {
  const parts: Variable[][] = [];
  let room = 0;
  for (const variable of variables) {
    const bytes = elements(variable.shape).fixed * BYTES[variable.dtype];
    if (bytes > room || parts.length === 0) {
      parts.push([]);
      room = chunkBytes;
    }
    parts.at(-1)!.push(variable);
    room -= bytes;
  }
  return parts;
}
