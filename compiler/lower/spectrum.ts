/** What is fixed about spectra of sound: windows, their Fourier transforms and bands of hearing. */

/**
 * The periodic Hann window of n samples, each times the cosine and the sine of every frequency that n samples tell
 * apart: `[n, 2 · (⌊n/2⌋ + 1)]` row by row, cosines first. A matrix product with it is the discrete Fourier transform
 * of a windowed frame, up to the sign of the imaginary part.
 */
export function fourier(samples: number): number[] {
  const count = binsOf(samples);
  const turn = (2 * Math.PI) / samples;
  return Array.from({ length: samples }, (_, n) => {
    const hann = 0.5 - 0.5 * Math.cos(turn * n);
    // The angle is taken modulo a turn before it is a fraction, so that large ones are exact too.
    const angles = Array.from({ length: count }, (_, k) => turn * ((n * k) % samples));
    return [...angles.map((a) => hann * Math.cos(a)), ...angles.map((a) => hann * Math.sin(a))];
  }).flat();
}

/** How many frequencies n samples tell apart. */
export const binsOf = (samples: number): number => Math.floor(samples / 2) + 1;

/** Scales on which equal steps sound alike: from Hz, and back. */
const SCALES = {
  /** O'Shaughnessy 1987, as in the HTK book. */
  htk: {
    of: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
    hertz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
  /** Slaney, Auditory Toolbox, 1998: linear up to 1 kHz, then 27 steps for each factor of 6.4. */
  slaney: {
    of: (hertz: number) =>
      hertz < 1000 ? (3 * hertz) / 200 : 15 + (27 * Math.log(hertz / 1000)) / Math.log(6.4),
    hertz: (mel: number) => (mel < 15 ? (200 * mel) / 3 : 1000 * 6.4 ** ((mel - 15) / 27)),
  },
} as const;

export type MelScale = keyof typeof SCALES;

/** Which bands there are. */
export interface MelBands {
  readonly bands: number;
  readonly scale: MelScale;
  /** From where to where they reach, in Hz. */
  readonly low: number;
  readonly high: number;
}

/** Where bands begin, peak and end, in Hz: band i from edge i over i + 1 to i + 2. */
function edgesOf({ bands, scale, low, high }: MelBands): number[] {
  const { of, hertz } = SCALES[scale];
  const [from, to] = [of(low), of(high)];
  return Array.from({ length: bands + 2 }, (_, i) => hertz(from + ((to - from) * i) / (bands + 1)));
}

const ROUNDING = 1e-9;

/** The first band in which none of the frequencies lies that a window tells apart. */
export function silentBand(of: MelBands, samples: number, rate: number): number | undefined {
  const edges = edgesOf(of);
  const apart = rate / samples;
  const band = Array.from({ length: of.bands }, (_, i) => i).find((i) => {
    const next = (Math.floor(edges[i]! / apart) + 1) * apart;
    // The last edge is a frequency that was turned to the scale and back.
    return next >= edges[i + 2]! * (1 - ROUNDING);
  });
  return band;
}

/**
 * How much of the power at each frequency belongs to each band: triangles, `[frequencies, bands]` row by row. On the
 * scale of Slaney each covers an area of 1, on that of HTK each peaks at 1.
 */
export function melFilters(of: MelBands, samples: number, rate: number): number[] {
  const edges = edgesOf(of);
  return Array.from({ length: binsOf(samples) }, (_, k) => {
    const hertz = (k * rate) / samples;
    return Array.from({ length: of.bands }, (_, i) => {
      const [from, peak, to] = [edges[i]!, edges[i + 1]!, edges[i + 2]!];
      const height = of.scale === "slaney" ? 2 / (to - from) : 1;
      return height * Math.max(0, Math.min((hertz - from) / (peak - from), (to - hertz) / (to - peak)));
    });
  }).flat();
}
