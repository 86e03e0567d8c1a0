/** How texts are written, and what their escapes stand for. */

export interface ReadString {
  readonly value: string;
  /** Escapes that stand for nothing, by their place in the image. */
  readonly unknown: readonly { readonly written: string; readonly offset: number }[];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\n", "\n"],
  ["\\t", "\t"],
  ["\\r", "\r"],
  ['\\"', '"'],
  ["\\\\", "\\"],
]);

const ESCAPE = /\\(?:u\{[^}"]*\}|[\s\S]|$)/gu;

/** Reads a text with its quotes; an unknown escape stays as it is written. */
export function readString(image: string): ReadString {
  const closed = image.length > 1 && (!image.startsWith('"') || image.endsWith('"'));
  const unknown: { written: string; offset: number }[] = [];
  const value = image.slice(1, closed ? -1 : undefined).replace(ESCAPE, (written, index: number) => {
    const character = ESCAPES.get(written) ?? numbered(written);
    if (character === undefined) unknown.push({ written, offset: index + 1 });
    return character ?? written;
  });
  return { value, unknown };
}

/** `\u{1F600}`; halves of surrogate pairs are no characters. */
function numbered(written: string): string | undefined {
  const digits = /^\\u\{([0-9a-fA-F]{1,6})\}$/.exec(written)?.[1];
  const code = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
  const isCharacter = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
