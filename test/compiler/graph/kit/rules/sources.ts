import type { sources as primitives } from "../../../../../compiler/graph/primitives/sources.ts";
import { philoxBlock } from "../../../../../compiler/random/philox.ts";
import { streamKey } from "../../../../../compiler/random/streams.ts";
import { table } from "../../../operators/kit/arrays.ts";
import { type Dense, product } from "../dense.ts";
import type { Reading, Rules } from "../rule.ts";

function handedIn(name: string, sizes: readonly number[], { given }: Reading): Dense {
  const found = given[name];
  if (found === undefined) throw new Error(`nothing is fed as ${name}`);
  if (String(found.shape) !== String(sizes)) throw new Error(`${name} is fed in another shape`);
  return found;
}

export const sources: Rules<keyof typeof primitives> = {
  constant: (_, { value, shape }) => [
    { shape, data: value.length === 1 ? Array(product(shape)).fill(value[0]) : value },
  ],
  feed: (_, { name, shape }, reading) => [handedIn(name, reading.sizes(shape), reading)],
  read: (_, { variable }, reading) => [handedIn(variable.name, reading.sizes(variable.shape), reading)],
  random_uniform([seed, step], { stream, shape }, { sizes }) {
    const [own, block] = [sizes(shape), new Uint32Array(4)];
    const key = streamKey(seed!.data[0]!, stream);
    const draw = (i: number) => {
      philoxBlock([Math.floor(i / 4), step!.data[0]! >>> 0, 0, 0], key, block);
      return (block[i % 4]! & 0x7fffff) / 2 ** 23;
    };
    return [{ shape: own, data: table(product(own), draw) }];
  },
};
