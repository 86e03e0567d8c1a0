/** Computes tensors by the TypeScript that is generated for them, on tfjs's own JavaScript backend. */
import * as tf from "@tensorflow/tfjs";
import { transformSync } from "esbuild";
import { nodesOf } from "../../../../../compiler/graph/graph.ts";
import { simplify } from "../../../../../compiler/graph/simplify.ts";
import type { Tensor } from "../../../../../compiler/graph/tensor.ts";
import { writePart } from "../../../../../compiler/targets/typescript/functions.ts";
import { createModule } from "../../../../../compiler/targets/typescript/part.ts";
import * as slopes from "../../../../../templates/typescript/slopes.ts";
import { flat, type Nested, sample, shapeOf } from "../../../operators/kit/arrays.ts";
import type { evaluate } from "../../../operators/kit/compute.ts";

const SLOPE = "slope/";

/** As `evaluate` of the operators' kit; what is called a slope is tfjs's own gradient. */
export const evaluateGenerated: typeof evaluate = (roots, feeds, rows = 1) => {
  const wanted = Object.entries(roots).filter(([name]) => !name.startsWith(SLOPE));
  const sloped = Object.keys(roots).flatMap((name) =>
    name.startsWith(SLOPE) ? [name.slice(SLOPE.length)] : [],
  );
  // Weights are fed under names of their own.
  const moving = sloped.map((name) => (name in feeds ? name : `weight/${name}`));
  const { results } = simplify(
    { name: "test", feeds: [], results: Object.fromEntries(wanted), updates: [] },
    { gradients: true },
  );
  const forward = functionOf(results, new Set(moving));
  const given = Object.fromEntries(
    Object.entries(feeds).map(([name, values]) => [
      name,
      tf.tensor(flat(values), shapeOf(values), dtypeOf(wanted, name)),
    ]),
  );
  const run = (fed: Readonly<Record<string, tf.Tensor>>) =>
    forward({ rows, feed: (name: string) => fed[name]! });
  const found = Object.fromEntries(
    Object.entries(run(given)).map(([name, tensor]) => [name, tensor.arraySync() as Nested]),
  );
  if (moving.length === 0) return found;

  const places = shapeOf(found.values!).slice(1);
  const factors = tf.tensor(flat(sample(places, 400)), [1, ...places]);
  const sources = moving.map((name) => given[name]!);
  const variables = sources.map((source) => tf.variable(source));
  const { grads } = tf.variableGrads(() => {
    const fed = { ...given, ...Object.fromEntries(moving.map((name, i) => [name, variables[i]!])) };
    return run(fed).values!.mul(factors).sum() as tf.Scalar;
  }, variables);
  return {
    ...found,
    ...Object.fromEntries(
      moving.map((_, i) => {
        const grad = grads[variables[i]!.name] ?? tf.zerosLike(sources[i]!);
        return [`${SLOPE}${sloped[i]!}`, grad.arraySync() as Nested];
      }),
    ),
  };
};

type Forward = (scope: { readonly rows: number; feed(name: string): tf.Tensor }) => Record<string, tf.Tensor>;

/** The function that is generated for some tensors, made to run. */
function functionOf(results: Readonly<Record<string, Tensor>>, moving: ReadonlySet<string>): Forward {
  const module = createModule([]);
  const names = Object.keys(results);
  writePart(module, {
    name: "forward",
    results: new Map(names.map((name, i) => [`result${i}`, results[name]!])),
    returns: "Values",
    nodes: nodesOf(Object.values(results)),
    updates: [],
    uses: [],
    names: new Map(),
    moving,
    parameters: [{ name: "scope", type: "Scope" }],
    given: new Map(),
  });
  const { body } = module.functions[0]!;
  const constants = [...module.constants].map(
    ([name, values]) => `const ${name} = ${JSON.stringify(values)};`,
  );
  const text = `${constants.join("\n")}\nfunction forward(scope: Scope) {\n${body.join("\n")}\n}`;
  const { code } = transformSync(text, { loader: "ts" });
  const helpers = Object.keys(slopes);
  const made = new Function("tf", ...helpers, `${code}; return forward;`) as (...args: unknown[]) => Forward;
  const forward = made(tf, ...Object.values(slopes));
  return (scope) => {
    const found = forward(scope);
    return Object.fromEntries(names.map((name, i) => [name, found[`result${i}`]!]));
  };
}

function dtypeOf(roots: readonly (readonly [string, Tensor])[], name: string): "float32" | "int32" {
  const feed = nodesOf(roots.map(([, tensor]) => tensor)).find(
    (node) => node.primitive === "feed" && node.attributes.name === name,
  );
  return feed?.attributes.dtype === "float32" || feed === undefined ? "float32" : "int32";
}
