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

/** Mean and standard deviation of each channel over what the first `rows` rows hold; a constant one is only shifted. */
export function fitScaling(input: InputSpec, feeds: readonly FeedRows[], rows: number): Scaling {
  return Object.fromEntries(
    measured(input).map((part) => {
      const channels = channelsOf(part);
      const { data, width } = dataOf(part, feeds);
      const counts = new Float64Array(channels);
      const mean = new Float64Array(channels);
      const squares = new Float64Array(channels);
      for (let row = 0; row < rows; row++) {
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
      const deviation = Array.from(squares, (sum, c) => Math.sqrt(sum / Math.max(1, counts[c]!)) || 1);
      return [part.feed, { mean: [...mean], deviation }];
    }),
  );
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
