import type { Counts } from "../collect.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Message } from "../messages/define.ts";
import type { Source } from "../source.ts";
import type { Paint } from "./paint.ts";

export interface RenderOptions {
  /** A painter, where the reader sees colours. */
  readonly colour?: Paint | false;
  /** Columns of the reader's screen: longer source lines are cut around what matters. By default 160. */
  readonly width?: number | undefined;
  /** How many there are of each severity, where not all are passed; see `collect`. */
  readonly counts?: Counts;
  /** The compiler's version, for formats that name their tool. */
  readonly version?: string;
  /** Where the findings' codes are explained; by default Fusewire's own registry. */
  readonly registry?: Readonly<Record<string, Message>>;
}

/** Writes findings down. `sources` holds the texts that they speak of; what is missing there is shown by name alone. */
export type Render = (
  diagnostics: readonly Diagnostic<string>[],
  sources: readonly Source[],
  options?: RenderOptions,
) => string;
