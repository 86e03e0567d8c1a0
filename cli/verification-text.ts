import { position, type Source, type Span } from "../diagnostics/source.ts";
import type { CounterExample } from "../runtime/verify/property.ts";
import type { Verdict, Verification } from "../runtime/verify/verify.ts";
import { table } from "./terminal.ts";

/** What was found about models: a line for each property, with counter-examples below those that fail. */
export function verificationText(verifications: readonly Verification[]): string {
  return verifications.map(modelText).join("\n\n");
}

/** The same as JSON: one object per model. */
export function verificationJson(verifications: readonly Verification[]): string {
  const plain = verifications.map(({ sources, verdicts, ...rest }) => ({
    ...rest,
    verdicts: verdicts.map((verdict) =>
      "found" in verdict ? { ...verdict, found: verdict.found.map((one) => placed(one, sources)) } : verdict,
    ),
  }));
  // JSON has no infinity.
  return JSON.stringify(plain, (_, value) => (value === Number.POSITIVE_INFINITY ? "infinite" : value), 2);
}

function placed({ span, ...rest }: CounterExample, sources: readonly Source[]) {
  const place = span && placeOf(span, sources);
  return place === undefined ? rest : { ...rest, at: place };
}

function modelText({ model, seed, engine, verdicts, sources }: Verification): string {
  const how = engine === undefined ? "without an engine" : `on ${engine}`;
  const rows = verdicts.map((verdict) => [`  ${verdict.status}`, verdict.name, remark(verdict)]);
  const lines = table(rows).split("\n");
  const indent = " ".repeat(lines[0]!.indexOf(verdicts[0]!.name));
  const body = verdicts.flatMap((verdict, i) => [
    lines[i]!,
    ...("found" in verdict ? verdict.found.slice(0, SHOWN) : []).map((one) =>
      exampleText(one, sources, indent),
    ),
    ...("found" in verdict && verdict.found.length > SHOWN
      ? [`${indent}and ${verdict.found.length - SHOWN} more`]
      : []),
  ]);
  return [`${model}, tried at random weights (seed ${seed}) ${how}`, ...body, conclusion(verdicts)].join(
    "\n",
  );
}

/** Counter-examples of one property that are shown. */
const SHOWN = 5;

function remark(verdict: Verdict): string {
  if ("reason" in verdict) return verdict.reason;
  return ("note" in verdict ? verdict.note : undefined) ?? (verdict.status === "ok" ? "" : verdict.summary);
}

function exampleText(
  { message, help, span }: CounterExample,
  sources: readonly Source[],
  indent: string,
): string {
  const place = span && placeOf(span, sources);
  const text = place === undefined ? message : `${place}: ${message}`;
  return `${indent}${text}${help === undefined ? "" : `\n${indent}help: ${help}`}`;
}

function placeOf({ file, start }: Span, sources: readonly Source[]): string | undefined {
  const source = sources.find((one) => one.file === file);
  if (source === undefined) return undefined;
  const { line, column } = position(source, start);
  return `${file}:${line}:${column}`;
}

function conclusion(verdicts: readonly Verdict[]): string {
  const count = (status: Verdict["status"]) => verdicts.filter((verdict) => verdict.status === status).length;
  const parts = (["ok", "warning", "failed", "not applicable", "not checked"] as const).flatMap((status) =>
    count(status) === 0 ? [] : [`${count(status)} ${status}`],
  );
  const engine = count("not checked") > 0 ? "\nInstall an engine to check all: fusewire engine install" : "";
  return `  ${parts.join(", ")}${engine}`;
}
