import { product } from "../../graph/tensor.ts";
import { arranged } from "../../lower/arrange.ts";
import { withoutPadding } from "../../lower/masked.ts";
import { convolveAlong } from "../../lower/slide.ts";
import { binsOf, fourier, type MelBands, melFilters, silentBand } from "../../lower/spectrum.ts";
import { showRate } from "../../types/show.ts";
import { axis, axisNamed, CHANNEL, UNBOUNDED } from "../../types/value-type.ts";
import { one, operator, type RuleContext } from "../define.ts";
import { needRate } from "../rates.ts";
import { needChannels, slide } from "../rules.ts";
import { choice, flag, integer, number, quantity } from "../settings.ts";

/** Longer frames would take a transform of hundreds of megabytes. */
const LONGEST = 2048;

export const mel = operator({
  name: "mel",
  summary: "Hears a recording as a mel spectrogram: how loud each of `bands` bands is, frame by frame.",
  documentation:
    "Frames of `window` begin every `hop` and stay inside the recording, so that n samples give `floor((n - window) / hop) + 1` frames, at the exact rate of one for each hop. Each is weighed by a periodic Hann window, its power spectrum is summed over triangles on the mel scale, and the natural logarithm is taken of at least `floor`. The triangles of `slaney` cover equal areas and are those of librosa, those of `htk` are equally high. Adds the axis `band` behind `time`, so that both are space for `conv`. Nothing is trained; on a ragged recording only whole frames count.",
  family: "encode",
  operands: { x: one(["signal"], "the recording") },
  settings: {
    bands: integer("how many bands", { positional: true, most: 1024 }),
    window: quantity("duration", "how long a frame is", { default: 0.025 }),
    hop: quantity("duration", "how long after each frame the next begins", { default: 0.01 }),
    low: quantity("frequency", "where the lowest band begins", { default: 0 }),
    high: quantity("frequency", "where the highest band ends; half the rate if left out", { optional: true }),
    scale: choice(["slaney", "htk"], "the scale on which bands are equally wide", { default: "slaney" }),
    log: flag("whether the logarithm is taken", { default: true }),
    floor: number("what the logarithm is taken of at least", { from: 1e-30, to: 1, default: 1e-6 }),
  },
  presence: "pass",
  ragged: "masked",
  type({ x }, { bands, window, hop, ...rest }, at) {
    const time = needRate(at, "x", "mel", x);
    if (time === undefined || needChannels(at, "x", x) === undefined) return undefined;
    if (axisNamed(x, "band") !== undefined) {
      return at.fail("axis_present", "x", { operator: "mel", value: at.words("x"), axis: "band" });
    }
    const size = samplesOf(at, "window", window, time.rate);
    const stride = samplesOf(at, "hop", hop, time.rate);
    if (size === undefined || stride === undefined) return undefined;
    if (typeof bands === "number" && !areHeard(at, { bands, ...rest }, size, time.rate)) return undefined;
    const frames = slide(at, "window", time, { size, stride, padding: "valid" });
    if (frames === undefined) return undefined;
    const others = x.axes.filter(({ name }) => name !== "time" && name !== CHANNEL);
    return {
      kind: { name: "feature" },
      axes: [...others, frames, axis("band", bands), axisNamed(x, CHANNEL)!],
      range: UNBOUNDED,
    };
  },
  lower(context, { x }, { bands, window, hop, low, high, scale, log, floor }) {
    const { g } = context;
    const time = axisNamed(x.type, "time")!;
    const rate = time.rate!;
    const [size, stride] = [Math.round(window * rate), Math.round(hop * rate)];
    const bins = binsOf(size);
    const others = x.type.axes.filter(({ name }) => name !== "time" && name !== CHANNEL);
    const clean = { ...x, tensor: withoutPadding(context, x) };
    const sound = arranged(g, clean, [...others, axisNamed(x.type, CHANNEL)!, time]);

    const rows = sound.shape.slice(0, -1);
    const single = g.reshape(sound, [product(rows), sound.shape.at(-1)!, 1]);
    const transform = g.constant(fourier(size), [size, 1, 2 * bins]);
    const waves = convolveAlong(g, single, transform, [{ name: "time", size: time.size }], {
      size,
      stride,
      dilation: 1,
      padding: "valid",
    });
    const [count, frames] = [waves.shape[0]!, waves.shape[1]!];
    const part = (from: number) => g.square(g.slice(waves, [0, 0, from], [count, frames, bins]));
    const power = g.add(part(0), part(bins));
    const filters = melFilters({ bands, scale, low, high: high ?? rate / 2 }, size, rate);
    const loud = g.linear(power, g.constant(filters, [bins, bands]));
    const heard = log ? g.log(g.maximum(loud, g.scalar(floor))) : loud;

    // The channels stand in front of frames and bands, and belong behind them.
    const laid = g.reshape(heard, [...rows, frames, bands]);
    const rank = rows.length;
    const order = [...rows.keys()].slice(0, -1);
    return g.transpose(laid, [...order, rank, rank + 1, rank - 1]);
  },
  source:
    "Davis & Mermelstein, IEEE TASSP 28, 1980; Slaney, Auditory Toolbox, 1998; librosa.feature.melspectrogram",
  example: `
    input voice: audio(0.1 s) @ 8 kHz
    heard = voice |> mel(8) |> conv(4, activation: relu) |> mean(over: space)
    output mood: Mood = heard |> classify(Mood)`,
});

/** A duration as a whole number of samples; reports where it is none. */
function samplesOf(
  at: RuleContext,
  setting: "window" | "hop",
  duration: number,
  rate: number,
): number | undefined {
  const samples = duration * rate;
  const whole = Math.round(samples);
  if (whole < 1 || Math.abs(samples - whole) > 1e-6 * whole) {
    const parameters = { setting, duration, rate: showRate(rate), samples: Number(samples.toPrecision(6)) };
    return at.fail("rate_frames", setting, parameters);
  }
  if (whole > LONGEST) return at.fail("frame_long", setting, { samples: whole, limit: LONGEST });
  return whole;
}

function areHeard(
  at: RuleContext,
  { high, ...rest }: Omit<MelBands, "high"> & { readonly high: number | undefined },
  samples: number,
  rate: number,
): boolean {
  const of = { ...rest, high: high ?? rate / 2 };
  if (of.low >= of.high || of.high > rate / 2) {
    const setting = high === undefined ? "low" : "high";
    at.fail("mel_range", setting, { low: of.low, high: of.high, half: rate / 2 });
    return false;
  }
  const silent = silentBand(of, samples, rate);
  if (silent === undefined) return true;
  at.fail("mel_bands", "bands", { band: `number ${silent + 1}`, bands: of.bands });
  return false;
}
