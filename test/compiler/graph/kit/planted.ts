/** Gradient rules with mistakes, which a check of gradients must find. */
import type { Builder } from "../../../../compiler/graph/builder.ts";
import { gradients } from "../../../../compiler/graph/gradients/index.ts";
import type { Applied, GradientRules } from "../../../../compiler/graph/gradients/rule.ts";
import { createOps, type Ops } from "../../../../compiler/graph/ops.ts";
import type { PrimitiveName } from "../../../../compiler/graph/primitives/index.ts";
import type { Tensor } from "../../../../compiler/graph/tensor.ts";

type Rules = GradientRules<PrimitiveName>;
type Gradients = readonly (Tensor | undefined)[];
type AnyRule = (applied: Applied<PrimitiveName>) => Gradients;

/** Rules of which one is wrong. */
export interface Planted {
  readonly mistake: string;
  readonly rules: Rules;
}

/** What a rule gave and made when it was applied. */
export interface Trace {
  /** Which of the inputs have a gradient. */
  readonly gradients: Set<number>;
  /** The primitives that it applied, in order. */
  readonly applied: PrimitiveName[];
}

const right = (name: PrimitiveName) => gradients[name] as AnyRule;

/** The rules with another one for a primitive, where it stands on a path of that name. */
function replaced(name: PrimitiveName, rule: AnyRule): Rules {
  const here: AnyRule = (of) => (of.y.node.origin.path === name ? rule(of) : right(name)(of));
  return { ...gradients, [name]: here };
}

/** The rules as they are, and what that of one primitive does the first time. */
export function traced(name: PrimitiveName): { rules: Rules; trace: Trace } {
  const trace: Trace = { gradients: new Set(), applied: [] };
  const rule: AnyRule = (of) => {
    const first = trace.applied.length === 0;
    const watched = watching(of.g, (applied) => {
      if (first) trace.applied.push(applied);
      return undefined;
    });
    const found = right(name)({ ...of, g: watched });
    for (const [i, gradient] of found.entries()) if (gradient !== undefined) trace.gradients.add(i);
    return found;
  };
  return { rules: replaced(name, rule), trace };
}

/** Every mistake that can be made in a rule which does what `trace` says. */
export function mistakes(name: PrimitiveName, trace: Trace): Planted[] {
  const results = [...trace.gradients].flatMap((i) =>
    Object.entries(RESULTS).map(([kind, change]): Planted => {
      const rule: AnyRule = (of) =>
        right(name)(of).map((found, k) => (k === i && found !== undefined ? change(of.g, found) : found));
      return { mistake: `gradient ${i} ${kind}`, rules: replaced(name, rule) };
    }),
  );
  const inside = trace.applied.flatMap((applied, k) =>
    Object.entries(INSIDE[applied] ?? {}).map(([kind, change]): Planted => {
      const rule: AnyRule = (of) => {
        let count = 0;
        const wrong = watching(of.g, (_, inputs, attributes) =>
          count++ === k ? change(of.g, inputs, attributes as never) : undefined,
        );
        return right(name)({ ...of, g: wrong });
      };
      return { mistake: `application ${k}, ${applied}, ${kind}`, rules: replaced(name, rule) };
    }),
  );
  return [...results, ...inside];
}

/** What can be wrong with a gradient. */
const RESULTS: Readonly<Record<string, (g: Ops, gradient: Tensor) => Tensor | undefined>> = {
  "is 1 % too large": (g, gradient) => g.mul(gradient, g.scalar(1.01)),
  "has the wrong sign": (g, gradient) => g.neg(gradient),
  "is missing": () => undefined,
};

type Change = (g: Ops, inputs: readonly Tensor[], attributes: Readonly<Record<string, unknown>>) => Tensor;
type Changes = Readonly<Record<string, Change>>;

const operand: Changes = { "left out": (_, [a]) => a! };
const second: Changes = { "a factor left out": (_, [a]) => a! };

/** What can be wrong with an application inside a rule, where its result keeps its shape. */
const INSIDE: { readonly [N in PrimitiveName]?: Changes } = {
  constant: {
    "another number": (g, _, { value, shape, dtype }) =>
      g.constant(
        (value as number[]).map((x) => x + 0.5),
        shape as number[],
        dtype as "float32",
      ),
  },
  neg: operand,
  square: operand,
  exp: operand,
  log: operand,
  rsqrt: { "without the root": (g, [a]) => g.reciprocal(a!) },
  sigmoid: { "another function": (g, [a]) => g.tanh(a!) },
  sin: { "another function": (g, [a]) => g.cos(a!) },
  cos: { "another function": (g, [a]) => g.sin(a!) },
  sign: { "the other sign": (g, [a]) => g.neg(g.sign(a!)) },
  cast: { "the other way round": (g, [a]) => g.sub(g.scalar(1), g.cast(a!, "float32")) },
  add: { "subtracted instead": (g, [a, b]) => g.sub(a!, b!) },
  sub: {
    "added instead": (g, [a, b]) => g.add(a!, b!),
    "operands swapped": (g, [a, b]) => g.sub(b!, a!),
  },
  mul: { "divided instead": (g, [a, b]) => g.div(a!, b!) },
  div: { "multiplied instead": (g, [a, b]) => g.mul(a!, b!) },
  pow: { "operands swapped": (g, [a, b]) => g.pow(g.abs(b!), a!) },
  greater_equal: { "the other way round": (g, [a, b]) => g.less(a!, b!) },
  equal: { "the other way round": (g, [a, b]) => g.logicalNot(g.equal(a!, b!)) },
  select: { "operands swapped": (g, [a, b, c]) => g.select(a!, c!, b!) },
  tanh_gradient: second,
  sigmoid_gradient: second,
  relu_gradient: second,
  reduce_sum: {
    "the mean instead": (g, [a], { axes, keep }) => g.reduceMean(a!, axes as number[], keep as boolean),
  },
  reverse: operand,
};

/** Builds as `g` does, but what `change` gives takes the place of an application. */
function watching(
  g: Ops,
  change: (name: PrimitiveName, inputs: readonly Tensor[], attributes: object) => Tensor | undefined,
): Ops {
  const builder: Builder = {
    origin: { path: "" },
    within: g.within,
    apply(name, inputs, attributes) {
      const other = change(name, inputs, attributes);
      return other === undefined ? g.apply(name, inputs, attributes) : [other];
    },
  };
  return createOps(builder);
}
