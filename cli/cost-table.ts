import type { Compilation } from "../compiler/compile.ts";
import type { Cost } from "../compiler/graph/cost.ts";
import type { CompiledModel } from "../compiler/plan/compiled-model.ts";
import { position, type Span } from "../diagnostics/source.ts";
import { table } from "./terminal.ts";

/** What a model costs, line by line of the author's file, and in total. */
export function costTable(compilation: Compilation, model: CompiledModel, cost: Cost): string {
  const lines = new Map<string, { parameters: number; macs: number; text: string }>();
  for (const part of cost.parts) {
    const { span } = part.origin;
    const source = compilation.sources.find((s) => s.file === span?.file);
    if (span === undefined || source === undefined) continue;
    const { line } = position(source, ownStart(source.text, span));
    const place = source.file === compilation.entry ? String(line) : `${source.file}:${line}`;
    const known = lines.get(place) ?? {
      parameters: 0,
      macs: 0,
      text: source.text.split("\n")[line - 1]!.trim(),
    };
    lines.set(place, {
      ...known,
      parameters: known.parameters + part.parameters,
      macs: known.macs + part.macs,
    });
  }
  const rows = [...lines]
    .filter(([, { parameters, macs }]) => parameters > 0 || macs > 0)
    .map(([place, { parameters, macs, text }]) => [count(parameters), count(macs), place, clip(text)]);
  const body = table([["parameters", "MACs", "line", ""], ...rows], [0, 1]);
  const { parameters, macs } = cost.total;
  const total = `${count(parameters)} parameters, ${count(macs)} multiply-accumulates and ${bytes(cost.peakActivationBytes)} of activations per record`;
  return `${model.interface.model}\n${indent(body)}\n  ${total}\n`;
}

/** Where an operator itself begins: in a chain over several lines its own line, not that of the value it is applied to. */
function ownStart(text: string, { start, end }: Span): number {
  const lines = [...text.slice(start, end).matchAll(/\n\s*(?=\|>)/g)].map(
    (at) => start + at.index + at[0].length,
  );
  return lines.findLast((at) => isBalanced(text.slice(start, at))) ?? start;
}

const isBalanced = (text: string): boolean => text.match(/[([{]/g)?.length === text.match(/[)\]}]/g)?.length;

const count = (n: number) => Math.round(n).toLocaleString("en-US");

function bytes(n: number): string {
  if (n < 1e4) return `${n} B`;
  return n < 1e7 ? `${(n / 1e3).toFixed(0)} kB` : `${(n / 1e6).toFixed(1)} MB`;
}

const clip = (text: string) => (text.length <= 60 ? text : `${text.slice(0, 59)}…`);

const indent = (text: string) => text.replace(/^/gm, "  ");
