import { EmbeddedActionsParser, type IToken, isRecognitionException, type TokenType } from "chevrotain";
import { type Details, type Diagnostic, diagnostic } from "../../diagnostics/diagnostic.ts";
import type { MessageName, MessageParameters } from "../../diagnostics/messages/index.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Identifier, MissingExpression } from "../ast.ts";
import { expected, explain, messageProvider } from "../errors.ts";
import * as t from "../tokens.ts";

/** What stands in brackets or after a keyword, separated by commas. */
export interface Separated<T> {
  readonly items: readonly T[];
  readonly commas: number;
}

/**
 * What all rules share: spans, findings, and the two ways to go on after a mistake. A *slip* is understood and read
 * as it was meant; everything else gives up the item it stands in, and only that.
 */
export abstract class BaseRules extends EmbeddedActionsParser {
  private file = "";
  private places: ReadonlyMap<IToken, TokenPlace> = new Map();
  private slips: Diagnostic[] = [];

  constructor(skipValidations: boolean) {
    super(t.vocabulary, {
      maxLookahead: 2,
      recoveryEnabled: false,
      errorMessageProvider: messageProvider,
      skipValidations,
    });
  }

  /** Reads one line by one rule; the findings come with what could be read. */
  read<T>(file: string, tokens: readonly IToken[], rule: () => T): { result: T; diagnostics: Diagnostic[] } {
    this.file = file;
    this.places = placesOf(tokens);
    this.slips = [];
    this.input = [...tokens];
    const result = rule();
    const problems = this.errors.filter((problem) => problem.name !== "NotAllInputParsedException");
    for (const { message, token } of problems.length > 0 ? problems : this.errors) {
      const before = tokens[(this.places.get(token)?.index ?? tokens.length) - 1];
      this.slips.push(explain({ key: message, found: token, before }, file));
    }
    return { result, diagnostics: this.slips };
  }

  // ---- spans -------------------------------------------------------------------------------------------

  protected spanOf(token: IToken): Span {
    return { file: this.file, start: token.startOffset, end: t.endOf(token) };
  }

  /** From the given token to the one read last. */
  protected spanFrom(first: IToken): Span {
    return this.spanBetween(first, this.LA(0));
  }

  protected spanBetween(first: IToken, last: IToken): Span {
    return { file: this.file, start: first.startOffset, end: Math.max(t.endOf(last), first.startOffset) };
  }

  protected identifier(token: IToken): Identifier {
    return { text: token.image.normalize("NFC"), span: this.spanOf(token) };
  }

  /** An empty place behind the token read last. */
  protected nothing(): Span {
    const end = t.endOf(this.LA(0));
    return { file: this.file, start: end, end };
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
    this.slips.push(diagnostic(name, span, parameters, details));
  }

  protected report(finding: Diagnostic): void {
    this.slips.push(finding);
  }

  /** Reads one item. When that fails, skips to the next of `stops` on the item's own level and puts `otherwise` in its place. */
  protected attempt<T>(stops: readonly TokenType[], read: () => T, otherwise: (span: Span) => T): T {
    const first = this.LA(1);
    try {
      return read();
    } catch (problem) {
      if (!(problem instanceof Error) || !isRecognitionException(problem)) throw problem;
      this.skipTo(stops, this.levelOf(first));
      return otherwise(this.spanFrom(first));
    }
  }

  /**
   * `item ("," item)* ","?`, and every way to get the commas wrong. Ends at a closing bracket, at the end of the
   * line, or where `until` says so.
   */
  protected separated<T>(
    item: () => T,
    otherwise: (span: Span) => T,
    until: () => boolean = () => false,
  ): Separated<T> {
    const level = this.levelOf(this.LA(1));
    const items: T[] = [];
    let commas = 0;
    let before: IToken | undefined;
    const one = () => {
      this.MANY9({
        GATE: () => !until(),
        DEF: () =>
          this.OR9([
            {
              ALT: () => {
                const comma = this.CONSUME9(t.Comma);
                this.ACTION(() => {
                  if (before === undefined) this.extraComma(comma);
                  commas += 1;
                  before = undefined;
                });
              },
            },
            {
              ALT: () => {
                const first = this.LA(1);
                const value = this.attempt([t.Comma], item, otherwise);
                this.ACTION(() => {
                  if (before !== undefined) this.missingComma(before, first);
                  before = this.LA(0);
                  items.push(value);
                });
              },
            },
          ]),
      });
    };
    do one();
    while (this.ACTION(() => !until() && this.skipJunk(level)));
    return { items, commas };
  }

  private extraComma(comma: IToken): void {
    const span = this.spanOf(comma);
    this.slip(
      "extraComma",
      span,
      {},
      {
        fixes: [{ title: "remove the comma", edits: [{ span, text: "" }] }],
      },
    );
  }

  private missingComma(before: IToken, after: IToken): void {
    const gap = { file: this.file, start: t.endOf(before), end: t.endOf(before) };
    const named = t.is(before, t.Name) && !t.is(after, t.OpenParen);
    this.slip(
      "missingComma",
      this.spanBetween(before, after),
      {},
      {
        help: [
          `put a comma between them: \`${before.image}, ${after.image}\``,
          ...(named ? [`or, if \`${before.image}\` is a setting: \`${before.image}: ${after.image}\``] : []),
        ],
        fixes: [{ title: "insert a comma", edits: [{ span: gap, text: "," }] }],
      },
    );
  }

  /** Reports and passes over what cannot begin an item; true when a comma follows, so that reading can go on. */
  private skipJunk(level: number): boolean {
    const found = this.LA(1);
    if (this.ends(found, level)) return false;
    this.slips.push(explain({ key: expected("value"), found, before: this.LA(0) }, this.file));
    this.skipTo([t.Comma], level);
    return t.is(this.LA(1), t.Comma);
  }

  private skipTo(stops: readonly TokenType[], level: number): void {
    for (let next = this.LA(1); !this.ends(next, level); next = this.LA(1)) {
      if (this.levelOf(next) === level && stops.some((stop) => t.is(next, stop))) return;
      this.SKIP_TOKEN();
    }
  }

  /** Whether a token closes the brackets of this level, or the line when there are none. */
  private ends(token: IToken, level: number): boolean {
    if (t.isEnd(token)) return true;
    return level === 0
      ? token.tokenType === t.Body && this.levelOf(token) === 0
      : this.levelOf(token) < level;
  }

  private levelOf(token: IToken): number {
    return this.places.get(token)?.level ?? 0;
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
    if (t.is(token, t.CloseParen) || t.is(token, t.CloseSquare)) level -= 1;
    places.set(token, { index, level });
    if (t.is(token, t.OpenParen) || t.is(token, t.OpenSquare)) level += 1;
  });
  return places;
}
