/** Names, strings and documentation of an author, as they may stand in TypeScript: never as code. */

/** Words that cannot name a variable, or would hide something that generated code refers to. */
const RESERVED = new Set(
  (
    "abstract any arguments as async await boolean break case catch class const continue debugger declare default " +
    "delete do else enum eval export extends false finally for from function get if implements import in infer " +
    "instanceof interface is keyof let module namespace never new null number object of package private protected " +
    "public readonly require return set static string super switch symbol this throw true try type typeof undefined " +
    "unknown var void while with yield NaN Infinity tf scope rows Number Math Object String Array Record Error " +
    "Float32Array Int32Array Uint8Array Map Set Promise globalThis"
  ).split(" "),
);

const parts = (name: string): string[] => name.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== "");

const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** `by_both` as `byBoth`, and anything else as some name that can stand for a variable. */
export function variableName(name: string): string {
  const [first = "value", ...others] = parts(name);
  return legal(first.charAt(0).toLowerCase() + first.slice(1) + others.map(upper).join(""));
}

/** A name for a type or a function of the author's: `EmojiGroup`. */
export const typeName = (name: string): string => legal(parts(name).map(upper).join("") || "Value");

function legal(name: string): string {
  const plain = /^\p{N}/u.test(name) ? `_${name}` : name;
  return RESERVED.has(plain) ? `${plain}_` : plain;
}

/** A name for a file: `EmojiGroup` as `emoji-group`. */
export const fileName = (name: string): string =>
  parts(name)
    .join("-")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "") || "model";

/** Gives names that none before had. */
export function uniqueNames(taken: Iterable<string> = []): (name: string) => string {
  const known = new Set(taken);
  return (name) => {
    let unique = name;
    for (let count = 2; known.has(unique); count++) unique = `${name}${count}`;
    known.add(unique);
    return unique;
  };
}

/** A text as a literal. What some readers take for the end of a line is escaped. */
export const literal = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });

/** The key of a property in a type or an object; what would be an object's prototype is computed. */
export function key(name: string, of: "type" | "object"): string {
  if (name === "__proto__") return of === "object" ? `["__proto__"]` : `"__proto__"`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** Documentation as the text of a doc comment, which it cannot end; undefined where there is none. */
export function comment(text: string | undefined): string | undefined {
  const lines = (text ?? "")
    .replaceAll("*/", "*\u200b/")
    .replace(/[\p{Cc}\u2028\u2029]/gu, (sign) => (sign === "\n" ? sign : " "))
    .split("\n")
    .map((line) => line.trimEnd());
  const trimmed = lines.join("\n").trim();
  return trimmed === "" ? undefined : trimmed;
}

const KNOWN = ["PI", "SQRT1_2", "SQRT2", "LN2", "LN10", "LOG2E", "LOG10E", "E"] as const;

/** A float32 number in as few digits as hold it. */
export function numeral(value: number): string {
  if (Number.isNaN(value)) return "Number.NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Number.POSITIVE_INFINITY" : "Number.NEGATIVE_INFINITY";
  if (Object.is(value, -0)) return "-0";
  const single = Math.fround(value);
  const known = KNOWN.find((name) => Math.fround(Math[name]) === single);
  if (known !== undefined) return `Math.${known}`;
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === single) return String(short);
  }
  return String(value);
}
