/** Computes programs by plain loops, in double precision whatever is asked. */
import type { Program, Variable } from "../../../../compiler/graph/graph.ts";
import { programNodes } from "../../../../compiler/graph/graph.ts";
import { isBatch, type Shape } from "../../../../compiler/graph/tensor.ts";
import type { StoredTensor } from "../../../../runtime/files/safetensors.ts";
import type { Machine } from "../../../../runtime/verify/machine.ts";
import type { Dense } from "../../../compiler/graph/kit/dense.ts";
import { interpreter } from "../../../compiler/graph/kit/interpret.ts";

export const plainMachine: Machine = {
  name: "plain loops",
  async open(programs, variables) {
    const all = variablesOf(programs, variables);
    let values = new Map<string, Dense>();
    return {
      assign(given) {
        values = new Map(
          all.map(({ name }) => {
            const value = given.get(name);
            if (value === undefined) throw new Error(`${name} has no value`);
            return [name, { shape: value.shape, data: Array.from(value.data) }];
          }),
        );
      },
      read: () =>
        new Map(all.map((variable) => [variable.name, stored(variable, values.get(variable.name)!)])),
      async run(name, feeds) {
        const program = programs.find((one) => one.name === name)!;
        const taken = program.feeds.map((feed) => ({ ...feed, data: Array.from(feeds[feed.name]!) }));
        const rows = Math.max(
          ...taken.map(({ shape, data }) => (isBatch(shape[0] ?? 0) ? data.length / width(shape) : 1)),
        );
        const sizes = (shape: Shape) => shape.map((dim) => (isBatch(dim) ? dim.batch * rows : dim));
        const given = Object.fromEntries(
          taken.map(({ name, shape, data }) => [name, { shape: sizes(shape), data }]),
        );
        const value = interpreter({ ...Object.fromEntries(values), ...given }, rows);
        const results = Object.entries(program.results).map(([key, tensor]) => [key, value(tensor)] as const);
        const updates = program.updates.map(
          ({ variable, value: next }) => [variable.name, value(next)] as const,
        );
        for (const [variable, next] of updates) values.set(variable, next);
        return Object.fromEntries(results);
      },
      close() {},
    };
  },
};

const width = (shape: Shape) =>
  shape.reduce<number>((product, dim) => product * (isBatch(dim) ? dim.batch : dim), 1);

function stored({ dtype }: Variable, { shape, data }: Dense): StoredTensor {
  return { shape, data: dtype === "int32" ? Int32Array.from(data) : Float32Array.from(data) };
}

function variablesOf(programs: readonly Program[], variables: readonly Variable[]): Variable[] {
  const all = new Map(variables.map((variable) => [variable.name, variable]));
  for (const program of programs) {
    for (const { primitive, attributes } of programNodes(program)) {
      const variable = attributes.variable as Variable;
      if (primitive === "read") all.set(variable.name, variable);
    }
  }
  return [...all.values()];
}
