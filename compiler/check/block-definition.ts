import { runBody } from "./block-body.ts";
import type { Elaborator } from "./elaborator.ts";
import { createScope } from "./scope.ts";
import { readSignature } from "./signature.ts";
import type { Block } from "./values.ts";

/** Checks a block for every use at once: sizes and settings are symbols. Marks it broken when it has errors. */
export function checkBlock(e: Elaborator, block: Block): void {
  const scope = createScope(block.scope);
  block.signature = readSignature(e, block, scope);
  e.expanding.push(block.item);
  runBody(e, block, block.signature, scope);
  e.expanding.pop();
  block.broken = e.errors() > 0 || block.signature === undefined;
}
