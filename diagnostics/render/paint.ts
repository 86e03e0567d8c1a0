/** What a piece of rendered text is, from which its colour follows. */
export type Style = "error" | "warning" | "note" | "related" | "gutter" | "help" | "strong";

/** Puts the colour of a style around a text. */
export type Paint = (style: Style, text: string) => string;

/** The colour functions needed; picocolors' `createColors(true)` is one such record. */
export type Palette = Readonly<Record<"bold" | "red" | "yellow" | "blue" | "cyan", (text: string) => string>>;

/** Makes a painter from colour functions, such as `painter(picocolors)`. */
export function painter(palette: Palette): Paint {
  const { bold, red, yellow, blue, cyan } = palette;
  const styles: Record<Style, (text: string) => string> = {
    error: (text) => bold(red(text)),
    warning: (text) => bold(yellow(text)),
    note: (text) => bold(cyan(text)),
    related: blue,
    gutter: blue,
    help: cyan,
    strong: bold,
  };
  return (style, text) => styles[style](text);
}

export const unpainted: Paint = (_, text) => text;
