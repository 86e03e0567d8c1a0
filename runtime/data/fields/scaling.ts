import type { InputPart, InputSpec } from "../../../compiler/plan/interface.ts";
import type { FeedRows } from "../feeds.ts";

/** By how much each channel of an input's parts is shifted and scaled, by the training rows. */
export type Scaling = Readonly<
  Record<string, { readonly mean: readonly number[]; readonly deviation: readonly number[] }>
>;

/** The parts of an input that are measured. */
const measured = ({ parts }: InputSpec): readonly InputPart[] =>
  parts.filter(({ dtype, type }) => dtype === "float32" && type.kind.name === "signal");

/** How many numbers of a row are its own and no padding. */
function filled(input: InputSpec, part: InputPart, feeds: readonly FeedRows[], row: number): number {
  const presence = feeds.find(({ name }) => name === input.presence);
  if (presence !== undefined && presence.data[row] !== 1) return 0;
  const width = part.shape.reduce((a, b) => a * b, 1);
  const [axis] = part.type.axes;
  const lengths = axis && feeds.find(({ name }) => name === input.lengths[axis.name]);
  return lengths === undefined ? width : (lengths.data[row]! * width) / part.shape[0]!;
}

const dataOf = (part: InputPart, feeds: readonly FeedRows[]): FeedRows =>
  feeds.find(({ name }) => name === part.feed)!;

const channelsOf = (part: InputPart): number => part.shape.at(-1) ?? 1;

/** Takes the training rows of an input, one after another. */
export interface ScalingLearner {
  add(feeds: readonly FeedRows[], row: number): void;
  /** Mean and standard deviation of each channel over what the rows held; a constant one is only shifted. */
  fitted(): Scaling;
}

export function scalingLearner(input: InputSpec): ScalingLearner {
  const parts = measured(input).map((part) => {
    const channels = channelsOf(part);
    const [counts, mean, squares] = [0, 0, 0].map(() => new Float64Array(channels));
    return { part, channels, counts: counts!, mean: mean!, squares: squares! };
  });
  return {
    add(feeds, row) {
      for (const { part, channels, counts, mean, squares } of parts) {
        const { data, width } = dataOf(part, feeds);
        const count = filled(input, part, feeds, row);
        for (let i = 0; i < count; i++) {
          const channel = i % channels;
          const value = data[row * width + i]!;
          const step = value - mean[channel]!;
          counts[channel]!++;
          mean[channel]! += step / counts[channel]!;
          squares[channel]! += step * (value - mean[channel]!);
        }
      }
    },
    fitted: () =>
      Object.fromEntries(
        parts.map(({ part, counts, mean, squares }) => {
          const deviation = Array.from(squares, (sum, c) => Math.sqrt(sum / Math.max(1, counts[c]!)) || 1);
          return [part.feed, { mean: [...mean], deviation }];
        }),
      ),
  };
}

/** Scales what a row holds, in place. */
export function scaleRow(input: InputSpec, feeds: readonly FeedRows[], scaling: Scaling, row: number): void {
  for (const part of measured(input)) {
    const { mean, deviation } = scaling[part.feed]!;
    const { data, width } = dataOf(part, feeds);
    const count = filled(input, part, feeds, row);
    for (let i = 0; i < count; i++) {
      const channel = i % mean.length;
      const place = row * width + i;
      data[place] = (data[place]! - mean[channel]!) / deviation[channel]!;
    }
  }
}
