/**
 * The syntax tree. Every node carries the span of source text it came from; nothing here is resolved:
 * names are still names, and whether `relu` is an operator or an enumerated setting is the checker's business.
 */
import type { Span } from "../diagnostics/source.ts";

export interface SourceFile {
  readonly kind: "file";
  readonly span: Span;
  readonly items: readonly Item[];
  /** Every comment in order of appearance, for tools that print the file again. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  /** The text without its slashes and the space behind them. */
  readonly text: string;
  /** `doc` for `///`, `line` for `//`. */
  readonly style: "doc" | "line";
  readonly span: Span;
}

/**
 * A name where it is written: a declaration's own name, a setting's, an axis's. An empty text stands for a name that
 * should be there and is not; its absence has been reported already. A missing type is a type of an empty name.
 */
export interface Identifier {
  readonly text: string;
  readonly span: Span;
}

// ---- items -------------------------------------------------------------------------------------------

export type Item = UseItem | CategoryItem | ModelItem | BlockItem | DataItem | TrainItem;

interface Documented {
  /** The `///` lines directly above, joined with newlines. */
  readonly documentation?: string;
}

/** `use "./vision.fuse" { ConvNet }` or `use std.vision { ResNet }` */
export interface UseItem {
  readonly kind: "use";
  readonly span: Span;
  readonly from: StringLiteral | NameExpression | MemberExpression;
  readonly names: readonly Identifier[];
}

/** `category Group = ["people", "objects"]` */
export interface CategoryItem extends Documented {
  readonly kind: "category";
  readonly span: Span;
  readonly name: Identifier;
  readonly value: Expression;
}

/** `model EmojiGroup { … }` */
export interface ModelItem extends Documented {
  readonly kind: "model";
  readonly span: Span;
  readonly name: Identifier;
  readonly body: readonly Statement[];
}

/** `block ConvNet(x: image, widths: list<int> = [16]) -> feature { … }` */
export interface BlockItem extends Documented {
  readonly kind: "block";
  readonly span: Span;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly result?: TypeExpression;
  /** `-> (mean: feature[D], deviation: feature[D])`: several named results, in place of one. */
  readonly results?: readonly Parameter[];
  readonly body: readonly Statement[];
}

export interface Parameter {
  readonly name: Identifier;
  readonly type: TypeExpression;
  readonly default?: Expression;
  readonly span: Span;
}

/** `data Emoji { … }` */
export interface DataItem extends Documented {
  readonly kind: "data";
  readonly span: Span;
  readonly name: Identifier;
  readonly body: readonly Statement[];
}

/** `train EmojiGroup on Emoji { … }`; `data` is absent when nothing follows the model's name. */
export interface TrainItem extends Documented {
  readonly kind: "train";
  readonly span: Span;
  readonly model: Identifier;
  readonly data?: Identifier;
  readonly body: readonly Statement[];
}

// ---- statements: one grammar for every body ------------------------------------------------------------

export type Statement =
  | InputStatement
  | OutputStatement
  | WeightStatement
  | RequireStatement
  | ReturnStatement
  | ForStatement
  | ValueStatement
  | SettingStatement
  | GroupStatement
  | PhaseStatement;

/** `input name: text(words: 8)` or `optional input voice: audio(2 s)` */
export interface InputStatement extends Documented {
  readonly kind: "input";
  readonly span: Span;
  readonly name: Identifier;
  readonly type: TypeExpression;
  readonly optional: boolean;
}

/** `output group: Group = …` */
export interface OutputStatement extends Documented {
  readonly kind: "output";
  readonly span: Span;
  readonly name: Identifier;
  readonly type: TypeExpression;
  readonly value: Expression;
}

/** `weight latent: feature[latent: 64, channel: D] = normal(0.02)` */
export interface WeightStatement extends Documented {
  readonly kind: "weight";
  readonly span: Span;
  readonly name: Identifier;
  readonly type: TypeExpression;
  readonly value?: Expression;
}

/** `require parameters < 300k, macs < 20M` */
export interface RequireStatement {
  readonly kind: "require";
  readonly span: Span;
  readonly conditions: readonly Expression[];
}

/** `return x`, or `return text: a, sight: b` with named results. */
export interface ReturnStatement {
  readonly kind: "return";
  readonly span: Span;
  readonly results: readonly Argument[];
}

/** `for width in widths { … }`; several variables nest from left to right: `for a in xs, b in ys { … }`. */
export interface ForStatement {
  readonly kind: "for";
  readonly span: Span;
  /** At least one; its name is empty where none could be read. */
  readonly loops: readonly Loop[];
  readonly body: readonly Statement[];
}

export interface Loop {
  readonly variable: Identifier;
  readonly over: Expression;
}

/** `name = expression` */
export interface ValueStatement extends Documented {
  readonly kind: "value";
  readonly span: Span;
  readonly name: Identifier;
  readonly value: Expression;
}

/** `name: expression` */
export interface SettingStatement extends Documented {
  readonly kind: "setting";
  readonly span: Span;
  readonly name: Identifier;
  readonly value: Expression;
}

/** `minimise { … }`: a setting whose value is a body. */
export interface GroupStatement extends Documented {
  readonly kind: "group";
  readonly span: Span;
  readonly name: Identifier;
  readonly body: readonly Statement[];
}

/** `phase joint { … }`: a stretch of a training. */
export interface PhaseStatement extends Documented {
  readonly kind: "phase";
  readonly span: Span;
  readonly name: Identifier;
  readonly body: readonly Statement[];
}

// ---- expressions ---------------------------------------------------------------------------------------

export type Expression =
  | NameExpression
  | NumberLiteral
  | StringLiteral
  | ListExpression
  | ComprehensionExpression
  | MemberExpression
  | CallExpression
  | NewExpression
  | PipeExpression
  | UnaryExpression
  | BinaryExpression
  | RangeExpression
  | TypeValueExpression
  | MissingExpression;

export interface NameExpression {
  readonly kind: "name";
  readonly span: Span;
  readonly text: string;
}

/** `300k`, `1e-3`, `16 kHz`, `2_000`. `k` and `M` are already multiplied in; a unit stays beside the value. */
export interface NumberLiteral {
  readonly kind: "number";
  readonly span: Span;
  readonly value: number;
  /**
   * True when written without a decimal point or a negative exponent, or made whole by its multiplier (`1.5k`), so that
   * it may count things.
   */
  readonly integer: boolean;
  readonly unit?: Unit;
}

/** The closed list of units. Suffixes `k`, `M`, `G` are decimal multipliers and never appear here. */
export const UNITS = ["Hz", "kHz", "MHz", "fps", "s", "ms", "min", "B", "kB", "MB", "GB"] as const;
export type Unit = (typeof UNITS)[number];

export interface StringLiteral {
  readonly kind: "string";
  readonly span: Span;
  /** The text with escapes resolved. */
  readonly value: string;
}

export interface ListExpression {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Expression[];
}

/** `[attend(a, b) for a in xs, b in xs if a != b]` */
export interface ComprehensionExpression {
  readonly kind: "comprehension";
  readonly span: Span;
  readonly value: Expression;
  readonly loops: readonly Loop[];
  readonly condition?: Expression;
}

/** `validation.macro_f1` */
export interface MemberExpression {
  readonly kind: "member";
  readonly span: Span;
  readonly object: Expression;
  readonly member: Identifier;
}

/** `dense(64, activation: relu)`; `pretrained "path"` is the call `pretrained("path")`. */
export interface CallExpression {
  readonly kind: "call";
  readonly span: Span;
  readonly callee: NameExpression | MemberExpression;
  readonly arguments: readonly Argument[];
}

export interface Argument {
  readonly name?: Identifier;
  readonly value: Expression;
  readonly span: Span;
}

/** `new ConvNet(widths: [16, 32])`: one instance of a block whose weights are shared by every use. */
export interface NewExpression {
  readonly kind: "new";
  readonly span: Span;
  readonly call: CallExpression;
}

/** `left |> right`; `right` is a name or a call that takes `left` as its first operand. */
export interface PipeExpression {
  readonly kind: "pipe";
  readonly span: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface UnaryExpression {
  readonly kind: "unary";
  readonly span: Span;
  readonly operator: "-";
  readonly operand: Expression;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "<" | "<=" | ">" | ">=" | "==" | "!=";

export interface BinaryExpression {
  readonly kind: "binary";
  readonly span: Span;
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `0..1`, `-1..1` */
export interface RangeExpression {
  readonly kind: "range";
  readonly span: Span;
  readonly from: Expression;
  readonly to: Expression;
}

/**
 * A type where a value may stand, as in `require shape(joint) == feature[256]`. Only `name[…]` and `name<…>` are read as
 * one, with a rate behind them or not: nothing else could be meant by them.
 */
export interface TypeValueExpression {
  readonly kind: "type_value";
  readonly span: Span;
  readonly type: TypeExpression;
}

/** Stands where an expression should be and is not; its absence has been reported already. */
export interface MissingExpression {
  readonly kind: "missing";
  readonly span: Span;
}

// ---- types at the borders --------------------------------------------------------------------------------

/**
 * `image(64, 64, rgba)`, `list<int>`, `feature[latent: 64, channel: D]`, `audio(2 s) @ 16 kHz in -1..1`,
 * `series(samples: 200, channels: 6) @ 100 Hz standardised`.
 */
export interface TypeExpression {
  readonly kind: "type";
  readonly span: Span;
  readonly name: Identifier;
  /** Between angle brackets; `ordered Grade` is `ordered<Grade>`. */
  readonly parameters: readonly TypeExpression[];
  /** Between parentheses. */
  readonly arguments: readonly Argument[];
  /** Between square brackets; unnamed axes take the kind's default name. */
  readonly axes: readonly Argument[];
  /** After `@`. */
  readonly rate?: Expression;
  /** After `in`. */
  readonly range?: Expression;
  /** Trailing words, such as `standardised`. */
  readonly modifiers: readonly Identifier[];
}
