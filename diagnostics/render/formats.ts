import { renderGithub } from "./github.ts";
import { renderJson } from "./json.ts";
import type { Render } from "./render.ts";
import { renderSarif } from "./sarif.ts";
import { renderText } from "./text.ts";

/** The formats in which findings can be written, by the names that the command line knows them under. */
export const FORMATS = {
  text: renderText,
  json: renderJson,
  github: renderGithub,
  sarif: renderSarif,
} as const satisfies Readonly<Record<string, Render>>;

export type Format = keyof typeof FORMATS;
