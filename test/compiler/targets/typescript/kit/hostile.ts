/** A model whose author means harm by every name, label and comment. */

/** Text that would be code, if it could. */
export const HOSTILE: readonly string[] = [
  "*/ globalThis.HARM = 1; /*",
  "$" + "{(globalThis.HARM = 1)}",
  "`; globalThis.HARM = 1; `",
  '"; globalThis.HARM = 1; "',
  "'; globalThis.HARM = 1; '",
  "\\u002a/ globalThis.HARM = 1; //",
  "</script><script>globalThis.HARM = 1</script>",
  "\u2028globalThis.HARM = 1;\u2028",
  "@type {import('node:fs')}",
  "// @ts-nocheck",
  "* / * / \\",
  "__proto__",
  "constructor",
];

/** Names that the language allows, and that mean something to JavaScript or to what is generated. */
export const NAMES: readonly string[] = [
  ...[
    "constructor",
    "prototype",
    "toString",
    "await",
    "yield",
    "arguments",
    "eval",
    "undefined",
    "tf",
    "scope",
  ],
  ...[
    "function",
    "delete",
    "static",
    "numbers",
    "forward",
    "loss",
    "Values",
    "createM",
    "_",
    "ünïcödé",
    "名前",
  ],
];

const quoted = (text: string) =>
  `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** @param names of inputs and values, three for each input */
export function hostileSource(names: readonly string[] = NAMES, texts: readonly string[] = HOSTILE): string {
  const labels = texts.map(quoted).join(", ");
  const docs = texts.map((text) => `/// ${text.replace(/[\n\r\u2028\u2029]/g, " ")}`).join("\n");
  const inputs = names.map((name) => `  ${docs.split("\n")[0]}\n  input ${name}: vector(2)`);
  const made = names.map((name, i) => `  made_${i}_${name} = ${name} |> Values_${i % 2}`);
  const fields = [...names, "decided"].map((name) => `  ${name} = column(${quoted(name)})`);
  return `category Labels = [${labels}]
${docs}
block Values_0(scope: signal[channel]) -> feature {
  await_ = scope |> dense(2)
  return await_ |> batch_norm
}
${docs}
block Values_1(forward: signal[channel]) -> feature {
  return forward |> dense(3) |> dense(2)
}
${docs}
model M {
${inputs.join("\n")}
${made.join("\n")}
  output decided: Labels = sum([${names.map((name, i) => `made_${i}_${name}`).join(", ")}]) |> classify(Labels)
}
data D {
  from: "d.csv"
${fields.join("\n")}
  split: column("split")
}
train M on D {
  minimise: cross_entropy(decided)
  optimizer: sgd(0.1)
  epochs: 1
  batch: 2
}`;
}
