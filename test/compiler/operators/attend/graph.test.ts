import { describe, expect, test } from "vitest";
import { add, affine, type Cube, expectClose, type Grid, type Row, softmax, table } from "../kit/arrays.ts";
import { apply, type Fed, fed } from "../kit/run.ts";
import { feature, refusal, typeOf, upTo } from "../kit/types.ts";

const NODES = feature({ node: upTo(4), channel: 3 });
const EDGES = feature({ node: upTo(4), neighbour: upTo(4) });

describe.each(["graph_conv", "graph_attention"] as const)("the type of %s", (name) => {
  const asked = (nodes = NODES, edges = EDGES, settings = { units: 5 }) =>
    [name, { nodes, edges }, settings] as const;

  test("keeps the nodes, whatever their axis is called", () => {
    expect(typeOf(...asked())).toBe("feature[node: up to 4, channel: 5]");
    const links = feature({ other: 3, modality: 3 });
    expect(typeOf(...asked(feature({ modality: 3, channel: 2 }), links))).toBe(
      "feature[modality: 3, channel: 5]",
    );
  });

  test("refuses edges of other nodes", () => {
    expect(refusal(...asked(NODES, feature({ place: 4, neighbour: 4 })))).toBe("axis_missing at edges");
    expect(refusal(...asked(NODES, feature({ node: 4 })))).toBe("edges_unlike at edges");
    expect(refusal(...asked(NODES, feature({ node: 4, neighbour: 3 })))).toBe("edges_unlike at edges");
    expect(refusal(...asked(NODES, feature({ node: 5, neighbour: 5 })))).toBe("sizes_differ at call");
    expect(refusal(...asked(NODES, feature({ node: upTo(4, "other"), neighbour: 4 })))).toBe(
      "ragged_differ at call",
    );
    expect(refusal(...asked(feature({ channel: 3 })))).toBe("sequence_missing at nodes");
  });
});

/** Edges with weights of 0 and above: about half of the places hold one. */
const graph = (): { nodes: Fed; edges: Fed } => {
  const nodes = fed(NODES, { rows: 2, seed: 3 });
  const drawn = fed(EDGES, { rows: 2, seed: 4 });
  const values = (drawn.values as Cube).map((rows) => rows.map((row) => row.map((v) => Math.max(v, 0))));
  return { nodes, edges: { ...drawn, values } };
};
const lengths = { phrase: [4, 3] };

/** What a function of one graph gives for the nodes that a record fills. */
function compare(
  values: unknown,
  { nodes, edges }: ReturnType<typeof graph>,
  of: (x: Grid, a: Grid) => Grid,
) {
  for (const [b, filled] of lengths.phrase.entries()) {
    const x = (nodes.values as Cube)[b]!.slice(0, filled);
    const a = (edges.values as Cube)[b]!.slice(0, filled).map((row) => row.slice(0, filled));
    expectClose((values as Cube)[b]!.slice(0, filled), of(x, a));
  }
}

const zeros = (size: number) => table(size, () => 0);

test("graph_conv is Â x W + b, with the edges' weights normalised by the degrees at both ends", () => {
  const operands = graph();
  const { values, weights } = apply("graph_conv", operands, { units: 5 }, { lengths });
  compare(values, operands, (x, a) => {
    const own = a.map((row, i) => row.map((v, j) => v + (i === j ? 1 : 0)));
    const degrees = own.map(add);
    const mapped = x.map((row) => affine(row, weights.kernel as Grid, zeros(5)));
    return own.map((row, i) =>
      (weights.bias as Row).map(
        (offset, c) =>
          offset + add(row.map((v, j) => (v / Math.sqrt(degrees[i]! * degrees[j]!)) * mapped[j]![c]!)),
      ),
    );
  });
});

test.each(["concat", "mean"] as const)("graph_attention weighs neighbours head by head: %s", (merge) => {
  const operands = graph();
  const { values, weights } = apply("graph_attention", operands, { units: 2, heads: 3, merge }, { lengths });
  compare(values, operands, (x, a) => {
    const mapped = x.map((row) => affine(row, weights.kernel as Grid, zeros(6)));
    const heads = table(3, (h) => {
      const own = mapped.map((row) => row.slice(2 * h, 2 * h + 2));
      const score = (name: string, row: Row) => add(row.map((v, c) => v * (weights[name] as Grid)[h]![c]!));
      return own.map((target, i) => {
        const seen = own.flatMap((_, j) => (i === j || a[i]![j] !== 0 ? [j] : []));
        const scores = seen.map((j) => score("target", target) + score("source", own[j]!));
        const shares = softmax(scores.map((v) => (v < 0 ? 0.2 * v : v)));
        return table(2, (c) => add(seen.map((j, k) => shares[k]! * own[j]![c]!)));
      });
    });
    const bias = weights.bias as Row;
    return x.map((_, i) =>
      bias.map((offset, c) => {
        const mean = add(heads.map((head) => head[i]![c]!)) / 3;
        return offset + (merge === "mean" ? mean : heads[Math.floor(c / 2)]![i]![c % 2]!);
      }),
    );
  });
});

test("without edges every node sees itself alone: both are a linear map", () => {
  const { nodes, edges } = graph();
  const none = {
    ...edges,
    values: (edges.values as Cube).map((rows) => rows.map((row) => row.map(() => 0))),
  };
  for (const name of ["graph_conv", "graph_attention"] as const) {
    const { values, weights } = apply(name, { nodes, edges: none }, { units: 5 }, { lengths });
    compare(values, { nodes, edges: none }, (x) =>
      x.map((row) => affine(row, weights.kernel as Grid, weights.bias as Row)),
    );
  }
});
