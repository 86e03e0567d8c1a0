import { diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { listNames } from "../../diagnostics/suggest.ts";
import { axisNamed } from "../types/value-type.ts";
import type { Elaborator } from "./elaborator.ts";
import { matchType } from "./match-type.ts";
import { defineValue, defineWeight, misplaced, repeat, returned } from "./statements.ts";
import {
  type Block,
  describe,
  type Pattern,
  POISON,
  type Scope,
  type Signature,
  type Value,
} from "./values.ts";

/** Runs a block's statements, and gives what it returns where that is what it declares. */
export function runBody(e: Elaborator, block: Block, signature: Signature | undefined, scope: Scope): Value {
  const { item } = block;
  let result: Value | undefined;
  for (const statement of item.body) {
    if (result !== undefined) {
      e.report(diagnostic("statement_unreached", statement.span, { block: item.name.text }));
      break;
    }
    if (statement.kind === "value") defineValue(e, statement, scope);
    else if (statement.kind === "weight") defineWeight(e, statement, scope);
    else if (statement.kind === "for") repeat(e, statement, scope);
    else if (statement.kind === "return") result = returned(e, statement, scope);
    else misplaced(e, statement, "`block`");
  }
  if (result === undefined) {
    // A value without a name may be what was to be returned.
    const mayReturn = item.body.some((statement) => statement.kind === "value" && statement.name.text === "");
    if (item.name.text !== "" && !mayReturn) {
      e.report(diagnostic("return_missing", item.name.span, { block: item.name.text }));
    }
    return POISON;
  }
  return signature === undefined ? result : asDeclared(e, block, signature, scope, result);
}

function asDeclared(e: Elaborator, block: Block, signature: Signature, scope: Scope, found: Value): Value {
  const { result, results } = signature;
  if (found.kind === "poison") return POISON;
  if (result !== undefined)
    return hold(e, block, result, scope, found, block.item.result!.span) ? found : POISON;
  if (results === undefined) return found;

  const declared = [...results.keys()];
  const given = found.kind === "results" ? found.results : new Map<string, Value>();
  if (given.size !== results.size || declared.some((name) => !given.has(name))) {
    const parameters = {
      block: block.item.name.text,
      declared: `results named ${listAll(declared)}`,
      found: found.kind === "results" ? `results named ${listAll([...given.keys()])}` : describe(found),
    };
    e.report(diagnostic("result_type", block.item.name.span, parameters));
    return POISON;
  }
  const fits = (block.item.results ?? []).map(({ name, span }) =>
    hold(e, block, results.get(name.text)!, scope, given.get(name.text)!, span),
  );
  return fits.includes(false) ? POISON : found;
}

const listAll = (names: readonly string[]) => listNames(names).replace(/ or ([^,]*)$/, " and $1");

/** Whether one returned value is what the block declares; reports where it is not. */
function hold(
  e: Elaborator,
  block: Block,
  pattern: Pattern,
  scope: Scope,
  found: Value,
  declared: Span,
): boolean {
  if (found.kind === "poison") return false;
  const type = found.kind === "tensor" ? found.value.type : undefined;
  const lost = type === undefined ? [] : e.passing.filter((name) => axisNamed(type, name) === undefined);
  const isWhole = type !== undefined && lost.length === 0;
  const fit = isWhole ? matchType(e, pattern, type, scope) : "differs";
  if (fit === "differs") {
    const parameters = { block: block.item.name.text, declared: e.words(declared), found: describe(found) };
    const related = found.kind === "tensor" ? [{ span: found.value.span, text: "returned from here" }] : [];
    const help = lost.map(
      (name) =>
        `\`${name}\` passes through this block by \`each\`, and is lost inside: \`flatten\` and others that take all axes cannot stand here; name those that are to go, as \`mean(over: …)\` does`,
    );
    e.report(diagnostic("result_type", declared, parameters, { related, help }));
  }
  return fit === "fits";
}
