export type Severity = "error" | "warning" | "note";

/** An entry of the registry: everything that is the same each time this finding is made. */
export interface Message<Template extends string = string> {
  /** `FW` and four digits. Never reused, never renumbered. */
  readonly code: `FW${number}`;
  readonly severity: Severity;
  /** Sentence with `{parameters}`; no final full stop. */
  readonly message: Template;
  /** Why this is a mistake and how to mend it, in a paragraph or two of Markdown. */
  readonly explanation: string;
  /** A source in which the finding is made. */
  readonly wrong?: string;
  /** The same, mended. */
  readonly right?: string;
}

/** The `{names}` in a template. */
export type ParametersOf<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParametersOf<Rest>
  : never;

/** Keeps each template's literal type, so that its parameters are known to the compiler. */
export function defineMessages<const T extends Record<string, Message>>(table: T): T {
  return table;
}
