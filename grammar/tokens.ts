/**
 * The words and signs of the language. Every keyword belongs to the category `Name`, so that it may still be the
 * name of a value, a setting or an axis; the rules of the grammar decide by what follows it.
 */
import {
  createToken,
  createTokenInstance,
  type ICustomPattern,
  type IToken,
  Lexer,
  type TokenType,
} from "chevrotain";
import { matchNumber } from "./numbers.ts";

/** Letters lie everywhere beyond ASCII; this tells the lexer, which keeps single codes below 256 and pages above. */
const BEYOND_ASCII = [
  ...Array.from({ length: 0x80 }, (_, code) => 0x80 + code),
  ...Array.from({ length: 0x3fc }, (_, page) => 0x100 + page * 0x40),
];
const LETTERS = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", ...BEYOND_ASCII];

/** A pattern that needs the Unicode flag, which the lexer does not pass on by itself. */
function unicode(pattern: RegExp): ICustomPattern {
  return {
    exec: (text, offset) => {
      pattern.lastIndex = offset;
      return pattern.exec(text);
    },
  };
}

// ---- names and keywords ------------------------------------------------------------------------------

export const Name = createToken({
  name: "Name",
  pattern: unicode(/[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*/uy),
  start_chars_hint: LETTERS,
  line_breaks: false,
});

const keywords: TokenType[] = [];

function keyword(name: string): TokenType {
  const token = createToken({ name, pattern: name.toLowerCase(), longer_alt: Name, categories: [Name] });
  keywords.push(token);
  return token;
}

export const Use = keyword("Use");
export const Category = keyword("Category");
export const Model = keyword("Model");
export const Block = keyword("Block");
export const Data = keyword("Data");
export const Train = keyword("Train");
export const On = keyword("On");
export const Input = keyword("Input");
export const Optional = keyword("Optional");
export const Output = keyword("Output");
export const Weight = keyword("Weight");
export const Require = keyword("Require");
export const Return = keyword("Return");
export const For = keyword("For");
export const Phase = keyword("Phase");
export const In = keyword("In");
export const If = keyword("If");
export const New = keyword("New");
export const Pretrained = keyword("Pretrained");

// ---- literals ------------------------------------------------------------------------------------------

/** A number with the suffix or unit that follows it. */
export const NumberToken = createToken({
  name: "Number",
  pattern: { exec: matchNumber },
  start_chars_hint: [..."0123456789."],
  line_breaks: false,
});

export const StringToken = createToken({
  name: "String",
  pattern: /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/,
  line_breaks: false,
});
/** A text whose closing quote is missing: it reaches to the end of its line. */
export const UnclosedString = createToken({
  name: "UnclosedString",
  pattern: /"[^\r\n]*/,
  line_breaks: false,
  categories: [StringToken],
});
/** A text in single, curly or backward quotes, as other languages and word processors write it. */
export const ForeignQuoted = createToken({
  name: "ForeignQuoted",
  pattern: /'[^'\r\n]*'|`[^`\r\n]*`|‘[^’\r\n]*’|[“”„][^“”"\r\n]*[“”]/,
  line_breaks: false,
  categories: [StringToken],
});

/** The path of a file without its quotes, put together from what was read of it. */
export const Unquoted = createToken({ name: "Unquoted", pattern: Lexer.NA, categories: [StringToken] });

// ---- comments and space --------------------------------------------------------------------------------

const LineComment = createToken({
  name: "LineComment",
  pattern: /\/\/[^\r\n]*/,
  line_breaks: false,
  group: "comments",
});
/** `# …`, as other languages write a comment. */
export const HashComment = createToken({
  name: "HashComment",
  pattern: /#[^\r\n]*/,
  line_breaks: false,
  group: "comments",
});
/** A comment between slash and star, closed or not, as other languages write it. */
export const BlockComment = createToken({
  name: "BlockComment",
  pattern: /\/\*(?:[\s\S]*?\*\/|[\s\S]*)/,
  line_breaks: true,
  group: "comments",
});

export const Newline = createToken({ name: "Newline", pattern: /\r\n?|\n/, line_breaks: true });

/** Every kind of space within a line; control characters and lone surrogates are reported apart and pass as space. */
const SPACE = /(?:(?![\r\n])[\s\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069])+/uy;
const Space = createToken({
  name: "Space",
  pattern: unicode(SPACE),
  start_chars_hint: [...Array.from({ length: 33 }, (_, code) => code), ...BEYOND_ASCII],
  line_breaks: false,
  group: Lexer.SKIPPED,
});

// ---- signs ---------------------------------------------------------------------------------------------

const signs: TokenType[] = [];

function sign(name: string, pattern: string, category?: TokenType): TokenType {
  const token = createToken({ name, pattern, ...(category === undefined ? {} : { categories: [category] }) });
  signs.push(token);
  return token;
}

/** Operators that work from the inside out: `+ - * /` and `..`. */
export const ArithmeticOperator = createToken({ name: "ArithmeticOperator", pattern: Lexer.NA });
/** Comparisons and `|>`, which bind more loosely than all arithmetic. */
export const LooseOperator = createToken({ name: "LooseOperator", pattern: Lexer.NA });

/** Signs that mean something in other languages and nothing here. */
export const Foreign = createToken({ name: "Foreign", pattern: /[|&!%^?~]/ });
const LongForeign = createToken({
  name: "LongForeign",
  pattern: /===|!==|=>|:=|&&|\|\||\*\*|[+\-*/]=/,
  categories: [Foreign],
});
export const Pipe = sign("Pipe", "|>", LooseOperator);
export const Arrow = sign("Arrow", "->");
sign("DotDot", "..", ArithmeticOperator);
export const Dot = sign("Dot", ".");
sign("EqualEqual", "==", LooseOperator);
sign("NotEqual", "!=", LooseOperator);
sign("LessEqual", "<=", LooseOperator);
export const Less = sign("Less", "<", LooseOperator);
/** Also the first half of `>=`: the two are joined by the grammar, since `list<int>= …` closes a type. */
export const Greater = sign("Greater", ">", LooseOperator);
export const Equals = sign("Equals", "=");
sign("Plus", "+", ArithmeticOperator);
export const Minus = sign("Minus", "-", ArithmeticOperator);
sign("Star", "*", ArithmeticOperator);
sign("Slash", "/", ArithmeticOperator);
export const Colon = sign("Colon", ":");
export const Comma = sign("Comma", ",");
export const At = sign("At", "@");
export const Semicolon = sign("Semicolon", ";");
export const OpenParen = sign("OpenParen", "(");
export const CloseParen = sign("CloseParen", ")");
export const OpenSquare = sign("OpenSquare", "[");
export const CloseSquare = sign("CloseSquare", "]");
export const OpenBrace = sign("OpenBrace", "{");
export const CloseBrace = sign("CloseBrace", "}");

/** A whole `{ … }`, put in place of its tokens once the lines inside have been set apart. */
export const Body = createToken({ name: "Body", pattern: Lexer.NA });

// ---- the lexer -----------------------------------------------------------------------------------------

const lexed = [
  Space,
  Newline,
  LineComment,
  BlockComment,
  HashComment,
  NumberToken,
  ...keywords,
  Name,
  StringToken,
  UnclosedString,
  ForeignQuoted,
  LongForeign,
  ...signs,
  Foreign,
];

/** Everything the grammar may mention. */
export const vocabulary: TokenType[] = [...lexed, ArithmeticOperator, LooseOperator, Body, Unquoted];

/** Makes the lexer. Its definition is validated in a test, not each time a program starts. */
export function createLexer(skipValidations: boolean): Lexer {
  return new Lexer(lexed, { positionTracking: "onlyOffset", skipValidations, ensureOptimizations: true });
}

/** A token that the lexer did not find: one that is missing, or stands for others. */
export function made(type: TokenType, image: string, offset: number): IToken {
  return createTokenInstance(type, image, offset, offset + image.length - 1, 0, 0, 0, 0);
}

/** The same place in the text, read as something else. */
export function retyped(token: IToken, type: TokenType): IToken {
  return made(type, token.image, token.startOffset);
}

/** The offset just behind a token. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** Whether a token is of a type or of a category that includes its type. */
export function is(token: IToken | undefined, type: TokenType): boolean {
  return (
    token !== undefined && (token.tokenType === type || (token.tokenType.CATEGORIES ?? []).includes(type))
  );
}
