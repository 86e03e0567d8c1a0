import type { Message } from "./messages/define.ts";
import { messages } from "./messages/index.ts";
import { nearest } from "./suggest.ts";

type Registry = Readonly<Record<string, Message>>;

/** The page on a code, such as `FW2104`, in Markdown; nothing if there is no such code. Case does not matter. */
export function explain(code: string, registry: Registry = messages): string | undefined {
  const entry = Object.values(registry).find((one) => one.code === code.toUpperCase());
  return entry && explanationPage(entry);
}

/** The code that an unknown one was probably meant to be. */
export function nearestCode(code: string, registry: Registry = messages): string | undefined {
  return nearest(
    code,
    Object.values(registry).map((entry) => entry.code),
  );
}

/** An entry of the registry as a page in Markdown. */
export function explanationPage(entry: Message): string {
  const example = (title: string, text: string | undefined) =>
    text === undefined ? [] : [`## ${title}`, `${FENCE}fuse\n${text.trimEnd()}\n${FENCE}`];
  return `${[
    `# ${entry.code}: ${titleOf(entry, (name) => `*${name}*`)}`,
    `Severity: ${entry.severity}`,
    entry.explanation.trim(),
    ...example("Wrong", entry.wrong),
    ...example("Right", entry.right),
  ].join("\n\n")}\n`;
}

/** A message's template as a title: each parameter stands as its name, which `mark` sets off outside code. */
export function titleOf(entry: Message, mark = (name: string) => name): string {
  return entry.message
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.replace(PARAMETER, (_, name: string) => {
        const words = wordsOf(name);
        return part.startsWith("`") ? words : mark(words);
      }),
    )
    .join("");
}

const FENCE = "```";
const PARAMETER = /\{(\w+)\}/g;

/** `first_axes` as `first axes`. */
function wordsOf(name: string): string {
  return name.replaceAll("_", " ");
}
