/** Where a text stops being JSON, and why. */
export interface JsonFault {
  /** UTF-16 offset of the first character that cannot stand where it stands; the text's length where it ends early. */
  readonly offset: number;
  /** Says what should stand there. */
  readonly message: string;
}

/** What may come next, and what to say where something else does. */
const EXPECTED = {
  value: "expected a value",
  item: "expected a value or ]",
  key: "expected a name in double quotes",
  firstKey: "expected a name in double quotes or }",
  colon: "expected a colon after the name",
  afterItem: "expected a comma or ]",
  afterField: "expected a comma or }",
  end: "expected nothing more",
} as const;

type Expected = keyof typeof EXPECTED;

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\p{L}\p{N}_.])/uy;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the first fault in a text that `JSON.parse` refuses; undefined where it is sound. Engines word their own
 * messages differently, and many say no place.
 *
 * Source: RFC 8259, The JavaScript Object Notation Data Interchange Format.
 */
export function jsonFault(text: string): JsonFault | undefined {
  const open: ("[" | "{")[] = [];
  let expected: Expected = "value";
  let at = 0;
  const after = (): Expected =>
    open.length === 0 ? "end" : open.at(-1) === "[" ? "afterItem" : "afterField";

  for (;;) {
    at = endOf(SPACE, text, at) ?? at;
    const sign = text[at];
    if (expected === "end" && sign === undefined) return undefined;
    const wantsValue: boolean = expected === "value" || expected === "item";
    const wantsKey: boolean = expected === "key" || expected === "firstKey";

    if (sign === '"' && (wantsValue || wantsKey)) {
      const string = readString(text, at);
      if (typeof string !== "number") return string;
      at = string;
      expected = wantsKey ? "colon" : after();
    } else if ((sign === "{" || sign === "[") && wantsValue) {
      open.push(sign);
      expected = sign === "{" ? "firstKey" : "item";
      at++;
    } else if (closes(sign, expected)) {
      open.pop();
      expected = after();
      at++;
    } else if (sign === ":" && expected === "colon") {
      expected = "value";
      at++;
    } else if (sign === "," && (expected === "afterItem" || expected === "afterField")) {
      expected = expected === "afterItem" ? "value" : "key";
      at++;
    } else {
      const end = wantsValue ? endOf(SCALAR, text, at) : undefined;
      if (end === undefined) return { offset: at, message: EXPECTED[expected] };
      at = end;
      expected = after();
    }
  }
}

function closes(sign: string | undefined, expected: Expected): boolean {
  if (sign === "]") return expected === "item" || expected === "afterItem";
  return sign === "}" && (expected === "firstKey" || expected === "afterField");
}

/** The place behind a string that starts here, or its fault. */
function readString(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; ) {
    const sign = text[at]!;
    if (sign === '"') return at + 1;
    if (sign < " ") {
      const lineBreak = sign === "\n" || sign === "\r";
      const message = lineBreak
        ? "the text that starts here does not end on its line"
        : "write this as an escape";
      return { offset: lineBreak ? start : at, message };
    }
    if (sign === "\\") {
      const end = endOf(ESCAPE, text, at);
      if (end === undefined) return { offset: at, message: "this is no escape: write a backslash as \\\\" };
      at = end;
    } else at++;
  }
  return { offset: start, message: "the text that starts here does not end" };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
