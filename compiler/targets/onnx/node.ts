import type { Numbers, OnnxDtype } from "./dtypes.ts";
import type { AttributeType } from "./operations.ts";

/** A tensor of an ONNX graph, as a program's tensor stands in it. */
export interface Value {
  readonly name: string;
  /**
   * Which axis of the program's tensor each axis is, where they lie in another order: `[0, 3, 1, 2]` for images with
   * the channels in front.
   */
  readonly order?: readonly number[];
}

/** Numbers that are part of the graph. */
export interface Initializer {
  readonly name: string;
  readonly dtype: OnnxDtype;
  readonly shape: readonly number[];
  readonly data: Numbers;
}

export interface NodeDef {
  readonly name: string;
  readonly op: string;
  /** Names of values; empty for an optional one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Attribute {
  readonly type: AttributeType;
  readonly value: number | string | readonly number[];
}
