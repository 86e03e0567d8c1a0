import { describe, expect, test } from "vitest";
import { placesAfter, stepsOf } from "../../../../compiler/types/filling.ts";
import { NO_PYTHON, python } from "../../../kit/python.ts";
import { add, type Cube, expectClose, type Grid, type Images, type Row, table } from "../kit/arrays.ts";
import { apply, fed } from "../kit/run.ts";
import { at, feature, judge, refusal, signal, typeOf, upTo } from "../kit/types.ts";

const voice = signal({ time: at(16_000, 1200), channel: 2 });

describe("the type of mel", () => {
  test("has whole frames at one for each hop, and bands", () => {
    expect(typeOf("mel", { x: voice }, { bands: 40 })).toBe(
      "feature[time: 6 @ 100 Hz, band: 40, channel: 2]",
    );
    const settings = { bands: 8, window: 0.02, hop: 0.02, log: false };
    expect(typeOf("mel", { x: signal({ word: 3, time: at(8000, 400), channel: 1 }) }, settings)).toBe(
      "feature[word: 3, time: 2 @ 50 Hz, band: 8, channel: 1]",
    );
  });

  test("fills of a ragged recording the frames that lie inside", () => {
    const x = signal({ time: { size: 1200, rate: 16_000, ragged: "voice" }, channel: 1 });
    const { steps } = stepsOf(judge("mel", { x }, { bands: 20 }).type!.axes[0]!.ragged!);
    expect([0, 399, 400, 559, 560, 1200].map((n) => placesAfter(steps, n))).toEqual([0, 0, 1, 1, 2, 6]);
  });

  test("refuses what has no rate, frames between samples, and bands that hear nothing", () => {
    const refused = (settings: object, x = voice) => refusal("mel", { x }, { bands: 20, ...settings });
    expect(refused({}, signal({ time: 900, channel: 1 }))).toBe("rate_needed at x");
    expect(refused({}, signal({ time: at(100, 900) }))).toBe("axis_missing at x");
    expect(refused({}, signal({ time: at(100, 900), band: 4, channel: 1 }))).toBe("axis_present at x");
    expect(refused({ hop: 0.0001 })).toBe("rate_frames at hop");
    expect(refused({ window: 0.2 })).toBe("frame_long at window");
    expect(refused({ high: 9000 })).toBe("mel_range at high");
    expect(refused({ low: 8000 })).toBe("mel_range at low");
    expect(refused({ bands: 200 })).toBe("mel_bands at bands");
    expect(refused({}, signal({ time: at(16_000, 300), channel: 1 }))).toBe("size_too_small at window");
    expect(() => typeOf("mel", { x: feature({ word: upTo(4), channel: 1 }) }, { bands: 4 })).toThrow(
      "does not take feature",
    );
  });
});

/** The mel scale of Slaney's toolbox, and that of the HTK book, by their formulas. */
const MELS = {
  slaney: (f: number) => (f < 1000 ? f / (200 / 3) : 15 + Math.log(f / 1000) / (Math.log(6.4) / 27)),
  htk: (f: number) => 2595 * Math.log10(1 + f / 700),
};

/** The frequency at which a scale has a value, by bisection. */
function hertz(scale: keyof typeof MELS, mel: number): number {
  let [low, high] = [0, 100_000];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (MELS[scale](middle) < mel) low = middle;
    else high = middle;
  }
  return low;
}

interface Hearing {
  readonly bands: number;
  readonly window: number;
  readonly hop: number;
  readonly rate: number;
  readonly scale: keyof typeof MELS;
  readonly low: number;
  readonly high: number;
}

/** `[frames, bands]` of one recording, by the definitions alone. */
function spectrogram(x: Row, { bands, window, hop, rate, scale, low, high }: Hearing): number[][] {
  const [from, to] = [MELS[scale](low), MELS[scale](high)];
  const edges = table(bands + 2, (i) => hertz(scale, from + ((to - from) * i) / (bands + 1)));
  return table(Math.floor((x.length - window) / hop) + 1, (frame) => {
    const power = table(Math.floor(window / 2) + 1, (k) => {
      const parts = [Math.cos, Math.sin].map((wave) =>
        add(
          table(window, (n) => {
            const hann = Math.sin((Math.PI * n) / window) ** 2;
            return x[frame * hop + n]! * hann * wave((2 * Math.PI * k * n) / window);
          }),
        ),
      );
      return parts[0]! ** 2 + parts[1]! ** 2;
    });
    return table(bands, (i) => {
      const [a, b, c] = [edges[i]!, edges[i + 1]!, edges[i + 2]!];
      const heard = power.map((p, k) => {
        const f = (k * rate) / window;
        const share = f <= a || f >= c ? 0 : f <= b ? (f - a) / (b - a) : (c - f) / (c - b);
        return p * share * (scale === "slaney" ? 2 / (c - a) : 1);
      });
      return add(heard);
    });
  });
}

describe("what mel computes", () => {
  test.each(["slaney", "htk"] as const)("on the scale of %s, of each channel by itself", (scale) => {
    const rate = 1000;
    const x = fed(signal({ time: at(rate, 150), channel: 2 }));
    const settings = { bands: 5, window: 0.05, hop: 0.02, scale, low: 40, high: 450, log: false };
    const { values } = apply("mel", { x }, settings);
    const hearing = { ...settings, rate, window: 50, hop: 20 };
    for (const [row, places] of (x.values as Cube).entries()) {
      for (const channel of [0, 1]) {
        const heard = (values as Images)[row]!.map((frame) => frame.map((band) => band[channel]!));
        expectClose(
          heard,
          spectrogram(
            places.map((place) => place[channel]!),
            hearing,
          ),
          1e-4,
        );
      }
    }
  });

  test("takes the logarithm of at least the floor", () => {
    const type = signal({ time: at(1000, 100), channel: 1 });
    const silence = { type, values: [table(100, () => [0])] };
    const settings = { bands: 4, window: 0.05, hop: 0.05, floor: 1e-3 };
    const quiet = apply("mel", { x: silence }, settings).values;
    expectClose(quiet, [table(2, () => table(4, () => [Math.log(1e-3)]))]);
    const x = fed(type, { rows: 1 });
    const [loud, plain] = [true, false].map(
      (log) => apply("mel", { x }, { ...settings, log }).values as Images,
    );
    expectClose(
      loud!,
      plain!.map((frames) =>
        frames.map((frame) => frame.map((band) => band.map((v) => Math.log(Math.max(v, 1e-3))))),
      ),
      1e-4,
    );
  });

  test("hears a tone in the band around it", () => {
    const rate = 8000;
    const tone = table(800, (n) => [Math.sin((2 * Math.PI * 1500 * n) / rate)]);
    const x = { type: signal({ time: at(rate, 800), channel: 1 }), values: [tone] };
    const settings = { bands: 20, window: 0.032, hop: 0.016, log: false, scale: "htk" };
    const frames = (apply("mel", { x }, settings).values as Images)[0]!;
    const peaks = table(20, (i) => hertz("htk", (MELS.htk(4000) * (i + 1)) / 21));
    const nearest = peaks.reduce(
      (best, f, i) => (Math.abs(f - 1500) < Math.abs(peaks[best]! - 1500) ? i : best),
      0,
    );
    for (const bands of frames) {
      const loud = bands.map(([value]) => value!);
      expect(loud.indexOf(Math.max(...loud))).toBe(nearest);
    }
  });
});

/** The power spectrum of `torch.stft`, under triangles that are handed in. */
const TORCH = `
import torch
x = torch.tensor(given["x"], dtype=torch.float64)
n = given["window"]
spectrum = torch.stft(x, n, given["hop"], n, torch.hann_window(n, dtype=torch.float64), center=False, return_complex=True)
answer = spectrum.abs().pow(2).transpose(1, 2).tolist()
`;

describe.skipIf(NO_PYTHON)("mel beside torch.stft, in Python", () => {
  test("adds up the same power", () => {
    const [rate, window, hop] = [16_000, 400, 160];
    const x = fed(signal({ time: at(rate, 1200), channel: 1 }));
    const rows = (x.values as Cube).map((row) => row.map(([value]) => value!));
    const power = python(TORCH, { x: rows, window, hop }) as Cube;
    const bands = 40;
    const edges = table(bands + 2, (i) => hertz("htk", (MELS.htk(8000) * i) / (bands + 1)));
    const expected = power.map((frames: Grid) =>
      frames.map((bins) =>
        table(bands, (i) => [
          add(
            bins.map((p, k) => {
              const f = (k * rate) / window;
              const [a, b, c] = [edges[i]!, edges[i + 1]!, edges[i + 2]!];
              return p * Math.max(0, Math.min((f - a) / (b - a), (c - f) / (c - b)));
            }),
          ),
        ]),
      ),
    );
    const { values } = apply("mel", { x }, { bands, scale: "htk", log: false });
    expectClose(values, expected, 1e-3);
  });
});
