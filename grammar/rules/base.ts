import { EmbeddedActionsParser, type IToken, isRecognitionException, type TokenType } from "chevrotain";
import { type Details, type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../diagnostics/messages/index.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier, MissingExpression } from "../ast.ts";
import { expected, explain, messageProvider } from "../errors.ts";
import { note, placeAt, spanOf } from "../findings.ts";
import { MOST_FINDINGS } from "../limits.ts";
import * as t from "../tokens.ts";
import * as slips from "./slips.ts";

/** What one line gave. */
export interface ReadLine<T> {
  readonly result: T;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether something in brackets was given up, so that it is not known what else they were to hold. */
  readonly gaps: boolean;
}

/** How a list is read. */
export interface ListOf<T> {
  readonly item: () => T;
  /** What stands for an item that could not be read. */
  readonly otherwise: (span: Span) => T;
  /** Ends the list, beside a closing bracket and the end of the line. */
  readonly until?: () => boolean;
  /** Where reading goes on after a mistake; commas, unless something else also ends an item. */
  readonly stops?: readonly TokenType[];
  /** Whether items may be settings, `name: …`. */
  readonly settings?: boolean;
  /** Whether a word behind a number can only be meant as its unit. */
  readonly units?: boolean;
}

/** What stood in brackets or behind a keyword, separated by commas. */
export interface Separated<T> {
  readonly items: readonly T[];
  readonly commas: number;
}

/**
 * What all rules share: spans, findings, and the two ways to go on after a mistake. A *slip* is understood, and read
 * as it was meant; everything else gives up the item that it stands in, and only that.
 */
export abstract class BaseRules extends EmbeddedActionsParser {
  private file = "";
  private line: readonly IToken[] = [];
  private places: ReadonlyMap<IToken, TokenPlace> = new Map();
  private findings: Diagnostic[] = [];
  private failures = 0;
  private gaps = false;
  /** How many `<` of types are open. */
  protected depth = 0;

  constructor(skipValidations: boolean) {
    super(t.vocabulary, {
      maxLookahead: 2,
      recoveryEnabled: false,
      errorMessageProvider: messageProvider,
      skipValidations,
    });
  }

  /** Reads one line by one rule; the findings come with what could be read. */
  read<T>(file: string, line: readonly IToken[], rule: () => T): ReadLine<T> {
    this.file = file;
    this.line = line;
    this.places = placesOf(line);
    this.findings = [];
    this.failures = 0;
    this.gaps = false;
    this.depth = 0;
    this.input = [...line];
    const result = rule();
    const { errors } = this;
    // What is left over is only worth a word when nothing else was said about the line.
    const problems = errors.filter(({ name }) => name !== "NotAllInputParsedException");
    const leftOver = this.findings.length === 0 ? errors : [];
    for (const { message, token } of problems.length > 0 ? problems : leftOver) this.explain(message, token);
    return { result, diagnostics: this.findings, gaps: this.gaps };
  }

  // ---- spans -------------------------------------------------------------------------------------------

  protected spanOf(first: IToken, last: IToken = first): Span {
    return spanOf(this.file, first, last);
  }

  /** From the given token to the one read last; when that came before, the empty place behind it. */
  protected spanFrom(first: IToken): Span {
    const last = this.LA(0);
    const isRead = this.isInLine(first) && (!this.isInLine(last) || last.startOffset >= first.startOffset);
    return isRead ? spanOf(this.file, first, last) : this.behind(last);
  }

  /** The empty place behind a token. */
  protected behind(token: IToken): Span {
    return placeAt(this.file, t.endOf(token));
  }

  /** Names are the same however their letters are composed. */
  protected identifier(token: IToken): Identifier {
    return { text: token.image.normalize("NFC"), span: this.spanOf(token) };
  }

  protected missing(span: Span): MissingExpression {
    return { kind: "missing", span };
  }

  // ---- mistakes ----------------------------------------------------------------------------------------

  protected slip<N extends MessageName>(
    name: N,
    span: Span,
    parameters: MessageParameters<N>,
    details: Details = {},
  ): void {
    this.report(() => diagnostic(name, span, parameters, details));
  }

  protected report(make: (file: string) => Diagnostic): void {
    note(this.findings, () => make(this.file));
  }

  /** Whether nothing has been found wrong in the line so far. */
  protected isClean(): boolean {
    return this.findings.length === 0 && this.failures === 0;
  }

  /** Reports a token that could not be read. */
  protected explain(key: string, found: IToken): void {
    const index = this.places.get(found)?.index ?? this.line.length;
    this.report((file) => explain({ key, line: this.line, index }, file));
  }

  /**
   * Reads one item. When that fails, skips to the next of `stops` on the item's own level, or to its end, and puts
   * `otherwise` in its place.
   */
  protected attempt<T>(stops: readonly TokenType[], read: () => T, otherwise: (span: Span) => T): T {
    const first = this.LA(1);
    const { depth } = this;
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof Error) || !isRecognitionException(problem)) throw problem;
      this.failures += 1;
      this.depth = depth;
      this.skipTo(stops, this.levelInside(first));
      return otherwise(this.spanFrom(first));
    }
  }

  /** `item ("," item)* ","?`, and every way to get the commas wrong. */
  protected separated<T>({
    item,
    otherwise,
    until = never,
    stops = COMMA,
    settings = false,
    units = false,
  }: ListOf<T>): Separated<T> {
    const level = this.levelInside(this.LA(1));
    const items: T[] = [];
    let commas = 0;
    let last: IToken | undefined;
    const add = (value: T) => {
      items.push(value);
      last = this.LA(0);
    };
    const readAll = () =>
      this.MANY9({
        GATE: () => !until() && !(last !== undefined && slips.isBranchWord(this.LA(1))),
        DEF: () =>
          this.OR9([
            {
              ALT: () => {
                const comma = this.CONSUME9(t.Comma);
                this.ACTION(() => {
                  if (last === undefined) this.report((file) => slips.extraComma(file, comma));
                  commas += 1;
                  last = undefined;
                });
              },
            },
            {
              ALT: () => {
                const first = this.LA(1);
                const value = this.attempt(stops, item, otherwise);
                this.ACTION(() => {
                  const before = last;
                  if (before !== undefined) {
                    this.gaps = true;
                    this.report((file) => slips.missingComma(file, before, first, { settings, units }));
                  }
                  // `64 px` may also have been meant as one number.
                  if (before === undefined || first !== this.LA(0) || !slips.mayBeUnit(before, first))
                    add(value);
                  else last = first;
                });
              },
            },
          ]),
      });
    readAll();
    while (this.ACTION(() => !until() && this.skipJunk(level, stops, (span) => add(otherwise(span)))))
      readAll();
    return { items, commas };
  }

  /** Reports and passes over what cannot begin an item; true when a comma follows, so that reading can go on. */
  private skipJunk(level: number, stops: readonly TokenType[], add: (span: Span) => void): boolean {
    const found = this.LA(1);
    if (this.ends(found, level)) return false;
    this.gaps = true;
    this.explain(expected("value"), found);
    this.skipTo(stops, level);
    add(this.spanFrom(found));
    return t.is(this.LA(1), t.Comma);
  }

  /** Passes over tokens up to one of `stops` on a level, or to the end of that level. */
  protected skipTo(stops: readonly TokenType[], level: number): void {
    const tooMany = this.failures > MOST_FINDINGS;
    for (let next = this.LA(1); tooMany ? this.isInLine(next) : !this.ends(next, level); next = this.LA(1)) {
      if (!tooMany && this.levelOf(next) === level && stops.some((stop) => t.is(next, stop))) return;
      this.SKIP_TOKEN();
    }
  }

  // ---- places in the line ------------------------------------------------------------------------------

  protected isInLine(token: IToken): boolean {
    return this.places.has(token);
  }

  /** Whether a token closes the brackets of a level, or the line outside all brackets. */
  private ends(token: IToken, level: number): boolean {
    if (!this.isInLine(token)) return true;
    if (level === 0) return token.tokenType === t.Body && this.levelOf(token) === 0;
    return this.levelOf(token) < level;
  }

  private levelOf(token: IToken): number {
    return this.places.get(token)?.level ?? 0;
  }

  /** The level at the front of a token: in front of a closing bracket it is still that of what the brackets hold. */
  protected levelInside(token: IToken): number {
    return this.levelOf(token) + (isClosing(token) ? 1 : 0);
  }
}

interface TokenPlace {
  readonly index: number;
  /** In how many brackets the token stands; brackets themselves stand outside. */
  readonly level: number;
}

function placesOf(tokens: readonly IToken[]): ReadonlyMap<IToken, TokenPlace> {
  const places = new Map<IToken, TokenPlace>();
  let level = 0;
  tokens.forEach((token, index) => {
    if (isClosing(token)) level -= 1;
    places.set(token, { index, level });
    if (t.is(token, t.OpenParen) || t.is(token, t.OpenSquare)) level += 1;
  });
  return places;
}

function isClosing(token: IToken): boolean {
  return token.tokenType === t.CloseParen || token.tokenType === t.CloseSquare;
}

const COMMA: readonly TokenType[] = [t.Comma];

function never(): boolean {
  return false;
}
