import { showSize } from "./size.ts";
import type { Axis, Kind, Range, ValueType } from "./value-type.ts";

/** `16 kHz`, `25 Hz`. */
export function showRate(rate: number | undefined): string {
  if (rate === undefined) return "no rate";
  return rate >= 1000 ? `${rate / 1000} kHz` : `${rate} Hz`;
}

/** `0..1`, `standardised`, `unbounded`; a bound that is not there is left out, as in `0..`. */
export function showRange(range: Range): string {
  if (range.name !== "between") return range.name;
  const bound = (value: number) => (Number.isFinite(value) ? String(value) : "");
  return `${bound(range.low)}..${bound(range.high)}`;
}

function showKind(kind: Kind): string {
  return "of" in kind ? `${kind.name}<${kind.of.name}>` : kind.name;
}

function showAxis(axis: Axis): string {
  const size = `${axis.ragged === undefined ? "" : "up to "}${showSize(axis.size)}`;
  return `${axis.name}: ${size}${axis.rate === undefined ? "" : ` @ ${showRate(axis.rate)}`}`;
}

/** A type as the author would write it: `feature[channel: 64]`, `signal[height: 64, width: 64, channel: 4] in 0..1`. */
export function showType(type: ValueType): string {
  const axes = type.axes.length === 0 ? "" : `[${type.axes.map(showAxis).join(", ")}]`;
  const scale = type.range.name === "between" ? ` in ${showRange(type.range)}` : ` ${type.range.name}`;
  const optional = type.presence === "optional" ? "optional " : "";
  return `${optional}${showKind(type.kind)}${axes}${type.kind.name === "signal" ? scale : ""}`;
}
