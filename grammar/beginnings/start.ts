import type { IToken, TokenType } from "chevrotain";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

/** Where a line stands. */
export interface Context {
  /** Outside every body. */
  readonly top: boolean;
  /** The sign that most statements have here. */
  readonly sign: TokenType;
}

/** A line whose beginning is looked at. */
export interface Start extends Context {
  readonly file: string;
  readonly line: readonly IToken[];
  readonly first: IToken;
  readonly second: IToken | undefined;
}

/** What is said of a beginning. */
export interface Verdict {
  readonly diagnostic: Diagnostic;
  /** The line as it was probably meant. */
  readonly tokens?: readonly IToken[];
  /** What should have stood on lines of their own before `tokens`. */
  readonly others?: readonly (readonly IToken[])[];
  /** Whether that is a guess: what else is wrong in the line may be due to it. */
  readonly guess?: boolean;
}

export type Check = (start: Start) => Verdict | undefined;
