/** One line of source as a terminal shows it. */
export interface Shown {
  /** With tabs expanded and what cannot be shown replaced. */
  readonly text: string;
  /** For each UTF-16 offset of the line and for its end: the column, from 0, of the character it belongs to. */
  readonly columns: readonly number[];
}

const TAB = 4;
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

// Two columns: Emoji shown as pictures, flags, and the scripts and forms of East Asia.
const WIDE =
  /^(?:\p{Emoji_Presentation}|\p{Regional_Indicator}{2}|\p{Emoji}\ufe0f|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\u3105-\u312f\uff01-\uff60\uffe0-\uffe6])/u;
const NO_WIDTH = /^[\p{Mark}\u200c\u200d]+$/u;

// Control characters could drive the terminal; direction marks could show a line other than it is read.
const CONTROL = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** How many columns one character as a reader sees it (a grapheme cluster) takes on a terminal. */
function widthOf(grapheme: string): number {
  if (NO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Replaces characters that a terminal would act upon by ones that it shows. */
export function printable(text: string): string {
  return text.replace(CONTROL, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    return code === 0x7f ? "\u2421" : "\ufffd";
  });
}

/** The same for words that belong on one line: line breaks and tabs become spaces. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, " "));
}

/** Expands a line for the terminal. `from` is the column where it starts, on which tabs depend. */
export function show(line: string, from = 0): Shown {
  const columns: number[] = [];
  let text = "";
  let column = from;
  // Most lines are plain and need no segmentation.
  const graphemes = /^[\x20-\x7e\t]*$/.test(line) ? line : segmentsOf(line);
  for (const grapheme of graphemes) {
    for (let unit = 0; unit < grapheme.length; unit++) columns.push(column);
    const shown = grapheme === "\t" ? " ".repeat(TAB - (column % TAB)) : printable(grapheme);
    column += grapheme === "\t" ? shown.length : widthOf(shown);
    text += shown;
  }
  columns.push(column);
  return { text, columns };
}

function* segmentsOf(line: string): Generator<string> {
  for (const { segment } of segmenter.segment(line)) yield segment;
}

/** The columns `[from, to)` that a range of offsets covers: whole characters, and at least one column. */
export function columnsOf({ columns }: Shown, start: number, end: number): { from: number; to: number } {
  const last = columns.length - 1;
  const from = columns[Math.min(start, last)]!;
  let stop = Math.min(Math.max(start, end), last);
  // An end inside a character moves behind it.
  while (stop > start && stop < last && columns[stop] === columns[stop - 1]) stop += 1;
  return { from, to: Math.max(columns[stop]!, from + 1) };
}
