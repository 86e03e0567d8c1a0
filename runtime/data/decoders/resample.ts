/** Zero crossings of the filter on either side, and how sharply its window falls: about 80 dB of damping. */
const CROSSINGS = 16;
const BETA = 8;

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * Brings samples to another rate by a sinc within a Kaiser window, which lets nothing through that the lower of both
 * rates cannot hold: sample i of the result is the sound at i / to seconds, round(n to / from) of them.
 */
export function resampleTo(samples: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return samples;
  const count = Math.round((samples.length * to) / from);
  const cutoff = Math.min(1, to / from);
  const reach = CROSSINGS / cutoff;
  const top = bessel(BETA);
  const filters = new Map<number, Float64Array>();
  const result = new Float32Array(count);
  const width = 2 * Math.ceil(reach) + 1;
  for (let i = 0; i < count; i++) {
    const numerator = i * from;
    const base = Math.floor(numerator / to);
    // Whole numbers, so that equal phases are found again.
    const phase = Number.isInteger(from) && Number.isInteger(to) ? numerator % to : numerator / to - base;
    const offset = numerator / to - base;
    let filter = filters.get(phase);
    if (filter === undefined) {
      filter = new Float64Array(width);
      for (let k = 0; k < width; k++) {
        const x = k - (width - 1) / 2 - offset;
        const inside = 1 - (x / reach) ** 2;
        filter[k] = inside <= 0 ? 0 : (cutoff * sinc(cutoff * x) * bessel(BETA * Math.sqrt(inside))) / top;
      }
      if (filters.size < 4096) filters.set(phase, filter);
    }
    let sum = 0;
    const start = base - (width - 1) / 2;
    const last = Math.min(width, samples.length - start);
    for (let k = Math.max(0, -start); k < last; k++) sum += filter[k]! * samples[start + k]!;
    result[i] = sum;
  }
  return result;
}

/**
 * Brings a recording to so many channels: one is their mean, and one is given to all; otherwise the first ones are
 * taken, and undefined means that there are too few.
 */
export function mixed(
  channels: readonly Float32Array[],
  wanted: number,
): readonly Float32Array[] | undefined {
  const [first] = channels;
  if (first === undefined) return undefined;
  if (channels.length === wanted) return channels;
  if (wanted === 1) {
    return [first.map((_, i) => channels.reduce((sum, channel) => sum + channel[i]!, 0) / channels.length)];
  }
  if (channels.length === 1) return Array.from({ length: wanted }, () => first);
  return channels.length > wanted ? channels.slice(0, wanted) : undefined;
}
