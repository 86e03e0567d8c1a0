import type { BlockItem, Unit } from "../../grammar/ast.ts";
import type { Span } from "../../diagnostics/source.ts";
import { showSize, type Size } from "../types/size.ts";
import { showType } from "../types/show.ts";
import type { Category, ValueType } from "../types/value-type.ts";
import type { Scope } from "./scope.ts";

/** A value of the model: what flows from inputs to outputs. */
export interface TypedValue {
  /** Unique in its model. */
  readonly id: number;
  readonly type: ValueType;
  /** The expression that made it. */
  readonly span: Span;
}

/** What an expression stands for while checking. */
export type Value =
  | { readonly kind: "tensor"; readonly value: TypedValue }
  | { readonly kind: "number"; readonly size: Size; readonly unit?: Unit }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "flag"; readonly holds: boolean }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** A list of unknown length, while a block is checked for every use at once; `name` names one of its elements. */
  | { readonly kind: "any_list"; readonly name: string }
  | { readonly kind: "category"; readonly category: Category }
  | { readonly kind: "block"; readonly block: Block }
  | { readonly kind: "instance"; readonly block: Block; readonly path: string; readonly settings: BlockSettings }
  /** Named results of a block. */
  | { readonly kind: "results"; readonly results: ReadonlyMap<string, Value> }
  /** What has been reported already; nothing is said about it again. */
  | { readonly kind: "poison" };

export type BlockSettings = ReadonlyMap<string, Value>;

/** A declared block and the scope that its body sees. */
export interface Block {
  readonly item: BlockItem;
  readonly scope: Scope;
  /** True when its own definition has errors, so that uses say nothing more. */
  broken: boolean;
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
      return "a group of named results";
    case "poison":
      return "something unknown";
  }
}
