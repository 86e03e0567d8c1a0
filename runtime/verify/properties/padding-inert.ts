import { isBatch } from "../../../compiler/graph/tensor.ts";
import type { Variant } from "../../../compiler/trial.ts";
import type { NumberArray } from "../../files/bytes.ts";
import type { StoredTensor } from "../../files/safetensors.ts";
import type { VariableValues } from "../../model/backend.ts";
import { type Answers, difference, showChange } from "../answers.ts";
import { type Batch, dirtyPadding } from "../batch.ts";
import { drawValues } from "../draws.ts";
import { type CounterExample, judged, notApplicable, type Property } from "../property.ts";

const ROWS = 8;
const TOLERANCE = 1e-6;
/** Places that are added. */
const MORE = 3;

export const paddingInert: Property = {
  name: "padding_inert",
  summary: "Neither what padding holds nor how much of it there is changes an answer.",
  documentation:
    "Records that fill ragged axes to any length, one not at all, are asked about in double precision, then with other numbers in all padding, and then by the same model compiled with three more places on every ragged axis. Weights that grow with an axis keep their values for the places there were.",
  defects: ["Means over a sequence that divide by its padded length"],
  static: false,
  async check(lab) {
    const { model, longer } = lab.trial;
    const { interface: face } = model;
    const ragged = face.inputs.filter(({ lengths }) => Object.keys(lengths).length > 0);
    if (ragged.length === 0) return notApplicable("every record fills every axis");
    const batch = lab.batch(ROWS, 0);
    const values = lab.values(0);
    const before = await lab.exactly(model, values, batch);
    const found: CounterExample[] = [];
    const compare = (what: string, after: Answers) => {
      const most = difference(before, after, lab.tolerance(TOLERANCE));
      if (most === undefined) return;
      const { output, row, change } = most;
      const lengths = ragged.map(({ name, lengths }) => {
        const filled = Object.values(lengths).map((feed) => batch.feeds[feed]![row]);
        return `${filled.join(" × ")} of ${name}`;
      });
      const message = `${output} of row ${row}, which fills ${lengths.join(" and ")}, changes ${showChange(most)} ${what}`;
      found.push({ message, output, row, change });
    };
    const dirty = dirtyPadding(face, batch, lab.attempt(1));
    compare("with what its padding holds", await lab.exactly(model, values, dirty));
    const long = longer(MORE);
    if (long === undefined) return judged(found, "what it holds; with more of it the model does not compile");
    const [from, to] = [model, long].map(({ predict }) => predict.feeds);
    const filler = dirtyPadding(face, lab.batch(ROWS, 1), lab.attempt(1));
    const feeds = Object.entries(dirty.feeds).map(([name, data]) => {
      const [before, after] = [from!, to!].map((feeds) => feeds.find((feed) => feed.name === name)?.shape);
      if (before === undefined || after === undefined) return [name, data];
      const sizes = (shape: typeof before) => shape.map((dim) => (isBatch(dim) ? ROWS : dim));
      return [
        name,
        enlarged(data, sizes(before), sizes(after), (i) => filler.feeds[name]![i % data.length]!),
      ];
    });
    const longBatch: Batch = { rows: ROWS, feeds: Object.fromEntries(feeds) };
    const grown = grow(values, long, drawValues(long.variables, lab.attempt(1)));
    compare(`with ${MORE} more places of padding`, cut(await lab.exactly(long, grown, longBatch), before));
    return judged(found);
  },
};

/** The values for a model some of whose variables are larger: where there was one it stays, elsewhere is another. */
function grow(values: VariableValues, { variables }: Variant, others: VariableValues): VariableValues {
  return new Map(
    variables.map(({ name }): [string, StoredTensor] => {
      const [own, other] = [values.get(name), others.get(name)!];
      if (own === undefined) return [name, other];
      const { shape } = other;
      const data = enlarged(own.data, own.shape, shape, (i) => other.data[i]!);
      return [name, { shape, data: data as StoredTensor["data"] }];
    }),
  );
}

/** The answers with as many places as others have: an output may have a place for each that is filled. */
function cut(answers: Answers, others: Answers): Answers {
  return Object.fromEntries(
    Object.entries(answers).map(([name, { shape, data }]) => {
      const to = others[name]?.shape ?? shape;
      return [name, { shape: to, data: enlarged(Float32Array.from(data), shape, to, () => 0) }];
    }),
  );
}

/** Row-major numbers in the first places of a larger shape, with others around them. */
function enlarged<T extends NumberArray>(
  data: T,
  from: readonly number[],
  to: readonly number[],
  other: (i: number) => number,
): T {
  const size = to.reduce((a, b) => a * b, 1);
  const result =
    data.constructor === Uint8Array
      ? new Uint8Array(size)
      : new (data.constructor as typeof Float32Array)(size);
  for (let i = 0; i < size; i++) {
    let [rest, source, scale, inside] = [i, 0, 1, true];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const place = rest % to[axis]!;
      rest = Math.floor(rest / to[axis]!);
      inside &&= place < from[axis]!;
      source += place * scale;
      scale *= from[axis]!;
    }
    result[i] = inside ? data[source]! : other(i);
  }
  return result as T;
}
