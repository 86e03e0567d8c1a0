import { describe, expect, test } from "vitest";
import type { Dense } from "../graph/kit/dense.ts";
import { compiled, findingsOf, named, records, run, started, training } from "../kit/models.ts";
import {
  add,
  type Cube,
  expectClose,
  flat,
  type Grid,
  nest,
  type Row,
  sample,
  table,
} from "../operators/kit/arrays.ts";

const dense = (values: unknown, ...shape: number[]): Dense => ({ shape, data: flat(values as Grid) });
const nested = ({ data, shape }: Dense) => nest(data, shape);

const model = (statements: string, blocks = "") => `category Mood = ["glad", "sad"]
${blocks}
model M {
  input x: vector(3)
  input words: text(words: 4, vocabulary: 9)
  ${statements}
}
`;

describe("a declared weight", () => {
  const ATTENDED = model(
    `said = words |> embed(3)
  position = sum(said, at)
  opened = multiply(said, gate)
  moved = multiply(x, gate)
  every = concat(said, note)
  output mood: Mood = concat(moved, concat(every, position, opened) |> mean(over: word)) |> classify(Mood)`,
  ).replace(
    "said =",
    `weight at: feature[word: 4, channel: 3] = normal(0.5)
  weight gate: feature[channel: 3] = ones
  weight note: feature[channel: 2] = uniform(-1, 1)
  said =`,
  );
  const words = sample([2, 4], 3) as Grid;
  const given = {
    x: dense(sample([2, 3], 4), 2, 3),
    words: dense(
      words.map((row) => row.map((v) => Math.floor((v + 1.5) * 3))),
      2,
      4,
    ),
    "words/length": dense([4, 2], 2),
  };
  const { values, variables } = named(
    ATTENDED,
    ["said", "position", "opened", "moved", "every", "gate"],
    given,
    2,
  );
  const said = nested(values.said!) as Cube;
  const [at, gate, note] = ["at", "gate", "note"].map((name) => nested(variables[name]!));

  test("is joined to every record, and repeated along the axes that it has not", () => {
    expectClose(
      nested(values.position!),
      said.map((row) => row.map((word, w) => word.map((v, c) => v + (at as Grid)[w]![c]!))),
    );
    const opened = (row: Row) => row.map((v, c) => v * (gate as Row)[c]!);
    expectClose(
      nested(values.opened!),
      said.map((row) => row.map(opened)),
    );
    expectClose(nested(values.moved!), (nested(given.x) as Grid).map(opened));
    expectClose(
      nested(values.every!),
      said.map((row) => row.map((word) => [...word, ...(note as Row)])),
    );
    expectClose(nested(values.gate!), [gate!, gate!]);
  });

  test("is counted, learned and initialised as it says", () => {
    const { model: whole, cost } = compiled(ATTENDED + training("M", ["x", "words"], "mood"));
    const own = whole.variables.filter(({ role }) => role === "weight");
    expect(own.map(({ name, shape }) => `${name} [${shape}]`)).toEqual(
      expect.arrayContaining(["at [4,3]", "gate [3]", "note [2]"]),
    );
    expect(cost.total.parameters).toBe(
      own.reduce((sum, { shape }) => sum + (shape as number[]).reduce((a, b) => a * b, 1), 0),
    );
    expect(cost.parts.find(({ origin }) => origin.path === "at")?.parameters).toBe(12);

    const state = started(whole.variables);
    expect(state.gate!.data).toEqual([1, 1, 1]);
    expect(new Set(state.at!.data).size).toBe(12);
    expect(state.note!.data.every((v) => v >= -1 && v <= 1)).toBe(true);
    const { updates } = run(whole.training!.train, { ...state, ...records(whole, 3) }, 3);
    for (const name of ["at", "gate", "note"]) {
      const moved = updates[name]!.data.filter((v, i) => Math.abs(v - state[name]!.data[i]!) > 1e-6);
      // The last word is padding in one record of three, and there in the others.
      expect(moved, name).toHaveLength(state[name]!.data.length);
    }
  });

  test("is as large as a block's settings and sizes say, and shared by the uses of an instance", () => {
    const block = `block Mix(x: signal[channel: D], units: int) -> feature[unit: 2 * units] {
  weight map: feature[channel: D, unit: 2 * units] = he_normal
  return contract(x, map, over: channel)
}`;
    const { model: whole } = compiled(
      model(
        `shared = new Mix(units: 2)
  a = contract(x |> shared, x |> shared, over: unit)
  b = contract(x |> Mix(units: 1), x |> Mix(units: 1), over: unit)
  said = words |> embed(3) |> mean(over: word)
  output mood: Mood = concat(multiply(said, a), multiply(said, b)) |> classify(Mood)`.replace(
          /multiply\(said, (\w)\)/g,
          "contract($1, said, over: [])",
        ),
        block,
      ),
    );
    const shapes = whole.variables.flatMap(({ name, shape }) =>
      name.includes("map") ? [`${name} [${shape}]`] : [],
    );
    expect(shapes).toEqual(["shared/Mix/map [3,4]", "b/Mix/map [3,2]", "b/Mix_2/map [3,2]"]);
  });

  test("may stand in a `for`, fresh in each turn", () => {
    const { model: whole } = compiled(
      model(`y = x |> dense(3)
  for layer in 1..3 {
    weight scale: feature[channel: 3] = constant(0.1)
    y = sum(y, multiply(y |> dense(3, relu), scale))
  }
  output mood: Mood = concat(y, words |> embed(3) |> mean(over: word)) |> classify(Mood)`),
    );
    const scales = whole.variables.filter(({ name }) => name.startsWith("scale"));
    expect(scales.map(({ name, initialiser }) => [name, initialiser])).toEqual(
      ["scale", "scale_2", "scale_3"].map((name) => [name, { kind: "constant", value: 0.1 }]),
    );
  });

  test("does not stand in for what differs in size or rate", () => {
    const refused = (declared: string) =>
      findingsOf(
        model(`weight w: ${declared} = zeros
  said = sum(words |> embed(3), w) |> mean(over: word)
  output mood: Mood = concat(x, said) |> classify(Mood)`),
      );
    expect(refused("feature[word: 4, channel: 3]")).toEqual([]);
    expect(refused("feature[word: 5, channel: 3]")).toEqual([
      "FW2104 these cannot be joined: their `word` sizes differ, 4 and 5",
    ]);
    expect(refused("feature[channel: 2]")).toEqual([
      "FW2104 these cannot be joined: their `channel` sizes differ, 3 and 2",
    ]);
    expect(refused("feature[time: 4, channel: 3]")).toEqual([
      "FW2103 these cannot be joined: `words |> embed(3)` has the axes `word` and `channel`, `w` has `time` and `channel`",
    ]);
  });
});

describe("`for` over a range", () => {
  const layers = (range: string, block = "") =>
    model(
      `y = x |> dense(3)
  for layer in ${range} {
    y = y |> dense(layer + 3)
  }
  output mood: Mood = concat(y, words |> embed(3) |> mean(over: word)) |> classify(Mood)`,
      block,
    );
  const widths = (range: string) =>
    compiled(layers(range)).model.variables.flatMap(({ name, shape }) =>
      /^dense.*kernel/.test(name) ? [shape[1]] : [],
    );

  test("counts from the first to the last, both included", () => {
    expect(widths("1..3")).toEqual([4, 5, 6]);
    expect(widths("2..2")).toEqual([5]);
    expect(widths("0..1 + 1")).toEqual([3, 4, 5]);
    expect(widths("1..0")).toEqual([]);
  });

  test("takes whole numbers alone, and not too many", () => {
    expect(findingsOf(layers("1..2.5"))).toEqual([
      "FW3001 `for` takes a whole number, and this is the number 2.5",
    ]);
    expect(findingsOf(layers("x..2"))[0]).toMatch(/^FW3001 `for` takes a whole number/);
    expect(findingsOf(layers("1..2_000_000_000"))).toEqual([expect.stringMatching(/^FW3301/)]);
  });

  test("may end where a setting of the block says", () => {
    const block = `block Deep(x: feature[channel: D], layers: int = 2) -> feature[channel: D] {
  for layer in 1..layers {
    x = x |> dense(D, relu)
  }
  return x
}`;
    const deep = layers("1..1", block).replace("concat(y", "concat(y |> Deep(layers: 4)");
    const names = compiled(deep).model.variables.filter(({ name }) => /Deep.*kernel/.test(name));
    expect(names).toHaveLength(4);
  });
});

test("sums of products over a named axis are what loops give", () => {
  const { values, variables } = named(
    model(`weight map: feature[channel: 3, unit: 2] = zeros
  y = contract(x, map, over: channel)
  z = contract(map, x, over: channel)
  output mood: Mood = concat(x, words |> embed(3) |> mean(over: word)) |> classify(Mood)`),
    ["y", "z"],
    { x: dense(sample([2, 3], 4), 2, 3) },
    2,
  );
  const map = nested(variables.map!) as Grid;
  const expected = (sample([2, 3], 4) as Grid).map((row) =>
    table(2, (u) => add(row.map((v, c) => v * map[c]![u]!))),
  );
  expectClose(nested(values.y!), expected);
  expectClose(nested(values.z!), expected);
});
