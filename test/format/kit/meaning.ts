import { createHash } from "node:crypto";
import { compile } from "../../../compiler/compile.ts";
import type { CompiledModel } from "../../../compiler/plan/compiled-model.ts";
import { parse } from "../../../grammar/parse.ts";
import { showProgram } from "../../compiler/lower/show.ts";
import type { Given } from "./sources.ts";

/** What a source compiles to, without its places: what is found, and the hash of its models' graphs and plans. */
export function meaningOf({ name, read }: Given, text: string) {
  const { findings, models } = compile(name, (path) => (path === name ? text : read(path)));
  const hash = createHash("sha256");
  for (const { model } of models) hash.update(written(model));
  return {
    findings: findings.map(({ code, message }) => `${code} ${message}`),
    models: models.length,
    hash: hash.digest("hex"),
  };
}

function written({ predict, training, ...rest }: CompiledModel): string {
  const { train, earlier = [], evaluate, ...plans } = training ?? {};
  const programs = [predict, ...earlier, train, evaluate].filter((program) => program !== undefined);
  return [withoutPlaces([rest, plans]), ...programs.map(showProgram)].join("\n");
}

/** The syntax tree of a text, without its places, and what is found in it. */
export function readingOf(text: string): string {
  const { file, diagnostics } = parse({ file: "", text });
  return withoutPlaces([file.items, diagnostics.map(({ code, message }) => `${code} ${message}`)]);
}

function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isPlace(part) ? undefined : part));
}

function isPlace(value: unknown): boolean {
  return typeof value === "object" && value !== null && "start" in value && "end" in value && "file" in value;
}

/** Every comment of a text as it is written, in order. */
export function commentsOf(text: string): readonly string[] {
  const { comments } = parse({ file: "", text }).file;
  return comments.map(({ span }) => text.slice(span.start, span.end).trimEnd());
}
