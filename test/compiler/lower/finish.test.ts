import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { createBuilder } from "../../../compiler/graph/builder.ts";
import { type Program, programNodes, type Variable } from "../../../compiler/graph/graph.ts";
import { createOps } from "../../../compiler/graph/ops.ts";
import { simplify } from "../../../compiler/graph/simplify.ts";
import { BATCH } from "../../../compiler/graph/tensor.ts";
import { verify } from "../../../compiler/graph/verify.ts";
import { finished, GraphMistake } from "../../../compiler/lower/finish.ts";

const FOLDER = new URL("../../../examples/emoji/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER), "utf8");

const MODELS = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".fuse"))
  .flatMap((file) => compile(file, read).models.map(({ model }) => [file, model] as const));

test("there are examples", () => {
  expect(MODELS.length).toBeGreaterThan(1);
});

describe.each(MODELS)("the programs of %s", (_, { predict, training, variables }) => {
  const programs = [predict, ...(training === undefined ? [] : [training.train, training.evaluate])];

  test.each(programs.map((program) => [program.name, program] as const))(
    "%s cannot be simplified further",
    (_, program) => {
      const again = programNodes(simplify(program));
      expect(again.map((node) => node.primitive)).toEqual(
        programNodes(program).map((node) => node.primitive),
      );
      expect(again.some((node) => node.primitive === "stop_gradient")).toBe(false);
    },
  );

  test.each(programs.map((program) => [program.name, program] as const))("%s is sound", (_, program) => {
    expect(verify(program, { variables, trains: program.name === "train" })).toEqual([]);
  });
});

describe("finishing a program", () => {
  const weight: Variable = {
    name: "line/weight",
    role: "weight",
    shape: [3],
    dtype: "float32",
    initialiser: { kind: "zeros" },
    origin: { path: "line" },
  };
  const feed = { name: "x", shape: [BATCH, 3], dtype: "float32" } as const;

  function program(updated: boolean): Program {
    const g = createOps(createBuilder());
    const y = g.add(g.mul(g.feed(feed), g.read(weight)), g.scalar(0));
    const updates = updated ? [{ variable: weight, value: g.neg(g.read(weight)) }] : [];
    return { name: "train", feeds: [feed], results: { y }, updates };
  }

  test("simplifies it", () => {
    const { results } = finished(program(true), { variables: [weight], trains: true });
    expect(results.y!.node.primitive).toBe("mul");
  });

  test("says of a wrong one which it is, what is wrong, and where", () => {
    const broken = () => finished(program(false), { variables: [weight], trains: true });
    expect(broken).toThrow(GraphMistake);
    expect(broken).toThrow(/program train wrongly[\s\S]*line\/weight is a weight, but .* \[line\]/);
  });
});
