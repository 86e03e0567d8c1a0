import type { Severity } from "./messages/define.ts";
import { type MessageName, type MessageParameters, messages } from "./messages/index.ts";
import type { Span } from "./source.ts";

export type { Severity };

/** Another place that matters, with a few words on why. */
export interface Related {
  readonly span: Span;
  readonly text: string;
}

/** A change to the source that would mend the finding: each edit replaces its span by `text`. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/**
 * One finding about a source text. Plain data: it can be rendered, sent to an editor, or compared in a test.
 * What only shows findings takes `Diagnostic<string>`, whatever registry they came from.
 */
export interface Diagnostic<Name extends string = MessageName> {
  readonly name: Name;
  /** Stable, such as `FW2104`; `fusewire explain` knows it. */
  readonly code: string;
  readonly severity: Severity;
  /** One plain sentence without a final full stop. */
  readonly message: string;
  readonly span: Span;
  /** A few words under the caret. */
  readonly label?: string;
  readonly related: readonly Related[];
  /** What to do about it. */
  readonly help: readonly string[];
  readonly fixes: readonly Fix[];
}

export interface Details {
  readonly label?: string;
  readonly related?: readonly Related[];
  readonly help?: readonly string[];
  readonly fixes?: readonly Fix[];
}

/**
 * Makes a finding from the registry. The parameters are those named in the message's template, so that a
 * forgotten one does not compile.
 */
export function diagnostic<N extends MessageName>(
  name: N,
  span: Span,
  parameters: MessageParameters<N>,
  details: Details = {},
): Diagnostic {
  const entry = messages[name];
  return {
    name,
    code: entry.code,
    severity: entry.severity,
    message: fill(entry.message, parameters),
    span,
    ...(details.label === undefined ? {} : { label: details.label }),
    related: details.related ?? [],
    help: details.help ?? [],
    fixes: details.fixes ?? [],
  };
}

function fill(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(parameters[key]));
}
