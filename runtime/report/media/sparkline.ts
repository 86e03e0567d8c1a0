import { type Html, html } from "../html.ts";

const WIDTH = 320;
const HEIGHT = 48;
/** Lines beyond these would hide each other. */
const MOST = 6;
const COLOURS = ["one", "two", "three", "four", "five", "six"];

/** Series `[places, channel]` as small lines above one another, each with the bounds of all. */
export function sparkline(data: ArrayLike<number>, channels: number, description: string): Html {
  const places = Math.floor(data.length / channels);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < data.length; i++) {
    least = Math.min(least, data[i]!);
    most = Math.max(most, data[i]!);
  }
  const span = most > least ? most - least : 1;
  const shown = Math.min(places, WIDTH);
  const lines = Array.from({ length: Math.min(channels, MOST) }, (_, channel) => {
    const points = Array.from({ length: shown }, (_, i) => {
      const at = shown < 2 ? 0 : Math.round((i * (places - 1)) / (shown - 1));
      const x = (WIDTH * i) / Math.max(1, shown - 1);
      const y = HEIGHT - 2 - ((HEIGHT - 4) * (data[at * channels + channel]! - least)) / span;
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return html`<polyline fill="none" stroke="var(--${COLOURS[channel]})" points="${points.join(" ")}"></polyline>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${description}">${lines}</svg>`;
}
