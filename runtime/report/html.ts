/** Text of HTML that may stand in a page as it is: everything that is not such a text is escaped on its way into one. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | undefined | readonly Part[];

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it stands in an element or in the quotes of an attribute. What no page may hold is shown as a box. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "\u25a1");

function written(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "object") return "html" in part ? part.html : part.map(written).join("");
  return escaped(String(part));
}

/** HTML with values in it: texts and numbers are escaped, HTML and lists of it are not, and undefined is nothing. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: texts.map((text, i) => text + written(parts[i])).join(""),
});

/** A text that was written by a program that escapes by itself, such as a plotting library. */
export const trusted = (text: string): Html => ({ html: text });
