/**
 * What is laid out: words with the comments around them, the brackets that hold them, and the statements they make.
 * Nothing here depends on how the source was laid out, but for its comments and its empty lines.
 */

/** A comment on a line of its own, as it is written. */
export interface Remark {
  readonly text: string;
  /** Whether an empty line stands above it. */
  readonly blank: boolean;
}

/** What stands above something on lines of their own. */
export interface Above {
  readonly above: readonly Remark[];
  /** Whether an empty line stands directly above it. */
  readonly blank: boolean;
}

/** A word or sign. */
export interface Word extends Above {
  readonly kind: "word";
  readonly text: string;
  /** Whether no space stands before it. */
  readonly touches: boolean;
  /** Whether a line may be broken before it, within brackets. */
  readonly breaks: boolean;
  /** The comment that ends its line. */
  readonly behind: string | undefined;
}

/** How brackets are laid out. */
export type Style =
  /** What commas part: arguments, settings, axes, values. */
  | "list"
  /** The names of a `use`, in braces. */
  | "names"
  /** One value. */
  | "value"
  /** `[value for … if …]`: three parts, without commas. */
  | "repeated";

export interface Brackets {
  readonly kind: "brackets";
  readonly style: Style;
  readonly open: Word;
  readonly parts: readonly Chain[];
  readonly close: Word;
}

export type Element = Word | Brackets;

/** What stands side by side. */
export type Run = readonly Element[];

/** A value that is handed on, or is not. */
export interface Chain {
  readonly head: Run;
  /** What it is handed on to; each begins with its pipe. */
  readonly steps: readonly Run[];
  /** The comment behind it. */
  readonly behind: string | undefined;
}

/** `name = …`, `name: …` or `input name: …`: what stands below each other may be put in columns. */
export interface Binding {
  /** The words before the name. */
  readonly before: string;
  readonly name: string;
  readonly sign: "=" | ":";
  /** The plain name whose value is handed on by the first pipe. */
  readonly piped?: string;
}

export type Entry = Statement | Kept;

/** A statement or item that is laid out. */
export interface Statement extends Above {
  readonly kind: "statement";
  readonly chain: Chain;
  readonly body?: Body;
  readonly binding: Binding | undefined;
}

/** What cannot be read, and stays as it is written. */
export interface Kept extends Above {
  readonly kind: "kept";
  readonly text: string;
  readonly behind: string | undefined;
  readonly binding: Binding | undefined;
}

/** What stands in braces, or in a whole file. */
export interface Block {
  readonly entries: readonly Entry[];
  /** Comments behind the last entry. */
  readonly end: readonly Remark[];
}

export interface Body extends Block {
  readonly open: Word;
  readonly close: Word;
}
