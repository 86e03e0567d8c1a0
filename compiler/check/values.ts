import type { Span } from "../../diagnostics/source.ts";
import type {
  BlockItem,
  Expression,
  Identifier,
  Parameter,
  TypeExpression,
  Unit,
} from "../../grammar/ast.ts";
import type { SettingSpec } from "../operators/settings.ts";
import type { Initialiser } from "../random/initialisers.ts";
import { showType } from "../types/show.ts";
import { type Size, showSize } from "../types/size.ts";
import type { Axis, Category, KindName, Range, ValueType } from "../types/value-type.ts";

/** A value of the model: what flows from inputs to outputs. */
export interface TypedValue {
  /** Unique in its model. */
  readonly id: number;
  readonly type: ValueType;
  /** The expression that made it. */
  readonly span: Span;
  /** Of a declared weight: which. */
  readonly weight?: DeclaredWeight;
}

/** `weight latent: feature[latent: 64, channel: D] = normal(0.02)`: numbers that are trained, the same for every record. */
export interface DeclaredWeight {
  /** Unique in the model, but equal for uses that share an instance's weights. */
  readonly path: string;
  readonly span: Span;
  /** As declared: the last two are those between which it maps, where its initialiser asks for that. */
  readonly axes: readonly Axis[];
  readonly initialiser: Initialiser;
}

/** What an expression stands for while checking. */
export type Value =
  | { readonly kind: "tensor"; readonly value: TypedValue }
  | { readonly kind: "number"; readonly size: Size; readonly unit?: Unit }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flag"; readonly holds: boolean }
  /**
   * What a block's parameter is of the `words` that it may be; while the block is checked for every use at once, the first
   * stands for all.
   */
  | {
      readonly kind: "choice";
      readonly text: string;
      readonly words: readonly string[];
      readonly isOpen: boolean;
    }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** A list of unknown length, while a block is checked for every use at once; `name` names one of its elements. */
  | { readonly kind: "any_list"; readonly name: string }
  | { readonly kind: "category"; readonly category: Category }
  | { readonly kind: "block"; readonly block: Block }
  | {
      readonly kind: "instance";
      readonly block: Block;
      readonly path: string;
      readonly settings: BlockSettings;
    }
  /** Named results of a block, or the parts of an input. */
  | { readonly kind: "results"; readonly results: ReadonlyMap<string, Value> }
  /** What has been reported already; nothing is said about it again. */
  | { readonly kind: "poison" };

export type BlockSettings = ReadonlyMap<string, Value>;

/** A declared block and the scope that its body sees. */
export interface Block {
  readonly item: BlockItem;
  readonly scope: Scope;
  /** What it takes; undefined until it is checked, and where its parameters have errors. */
  signature: Signature | undefined;
  /** Whether its own definition has errors, so that uses say nothing more. */
  broken: boolean;
}

/** What a block takes and gives. */
export interface Signature {
  readonly parameters: ReadonlyMap<string, BlockParameter>;
  /** What is declared to be given: one value, or several by name. */
  readonly result?: Pattern;
  readonly results?: ReadonlyMap<string, Pattern>;
}

/** A parameter of a block: a value of the model, a list of them, or a setting. */
export type BlockParameter = { readonly item: Parameter } & (
  | { readonly kind: "value" | "values"; readonly pattern: Pattern }
  | { readonly kind: "setting"; readonly spec: SettingSpec }
);

/** A declared type that values are held against. */
export interface Pattern {
  readonly type: TypeExpression;
  readonly kind: KindName;
  /** Of logits and probabilities: the name of the category, if it is given. */
  readonly of?: Identifier;
  readonly axes: readonly PatternAxis[];
  readonly vocabulary?: PatternSize;
  /** Whether it has to be there in every record: `feature present`. */
  readonly present?: true;
  readonly range?: Range;
}

export interface PatternAxis {
  readonly name: string;
  readonly size: PatternSize;
  readonly rate?: number;
}

/** A size in a declared type. */
export type PatternSize =
  | { readonly kind: "any" }
  | { readonly kind: "number"; readonly value: number }
  /** Takes the size that it first meets; from then on it is that size. */
  | { readonly kind: "symbol"; readonly name: string; readonly span: Span }
  /** Evaluated when the symbols are known. */
  | { readonly kind: "expression"; readonly expression: Expression };

/** A name, what it stands for, and where it was given. */
export interface Binding {
  readonly name: string;
  value: Value;
  readonly span: Span;
  /** Whether anything refers to it. */
  used: boolean;
}

/** Names visible in one body, and those of the bodies around it. */
export interface Scope {
  readonly outer?: Scope;
  readonly names: Map<string, Binding>;
}

export const POISON: Value = { kind: "poison" };

/** What a value is, for a sentence: `the number 3`, `feature[channel: 64]`, `a list`. */
export function describe(value: Value): string {
  switch (value.kind) {
    case "tensor":
      return showType(value.value.type);
    case "number":
      return `the number ${showSize(value.size)}${value.unit === undefined ? "" : ` ${value.unit}`}`;
    case "text":
      return `the text "${value.text}"`;
    case "flag":
      return String(value.holds);
    case "choice":
      return `the choice \`${value.text}\``;
    case "list":
    case "any_list":
      return "a list";
    case "category":
      return `the category ${value.category.name}`;
    case "block":
      return `the block ${value.block.item.name.text}`;
    case "instance":
      return `an instance of ${value.block.item.name.text}`;
    case "results":
      return "several values with names";
    case "poison":
      return "something unknown";
  }
}
