import { PROPERTIES } from "./properties.ts";
import type { Property } from "./property.ts";

const NOTICE = "<!-- Written by `npm run docs` from runtime/verify/: do not edit. -->";

const INTRO = `\`fusewire verify model.fuse\` tries what every model must do on the model itself: it is compiled as for training, given
random weights and random records, and run. Nothing is trained and no data is read. Weights are drawn from the seed (\`--seed\`)
as training would draw them; those that all begin alike, such as a gate at zero, are drawn near there, as they would be later on.

A property that fails comes with a counter-example: which weight, which record, which input, and by how much what changed.
The exit code is 0 where every property holds (a warning is no failure), 1 where one fails or could not be checked, and 2 for
wrong usage. \`--format json\` writes the same for other programs, and \`verify\` of the programming interface gives it typed.

What can be read off the graph needs no engine; the rest is computed by TensorFlow, in the 32-bit arithmetic in which users run
the model, or in double precision where two graphs are compared, so that what should be equal is equal to many places. Where no
TensorFlow is installed ONNX Runtime computes, in 32 bits throughout: graphs then may differ by 1e-4, and a gradient counts as
one although it is only what rounding left of it.`;

/** The page of the documentation on what is verified, written from the properties. */
export function verifyPage(): string {
  const rows = PROPERTIES.map(
    ({ name, summary, static: isStatic }) =>
      `| \`${name}\` | ${summary} | ${isStatic ? "the graph" : "running it"} |`,
  );
  const table = ["| property | what holds | found by |", "| --- | --- | --- |", ...rows].join("\n");
  return `${[NOTICE, "# What is verified", INTRO, table, ...PROPERTIES.map(section)].join("\n\n")}\n`;
}

function section({ name, summary, documentation, defects }: Property): string {
  const seen = defects.map((defect) => `- ${defect}`).join("\n");
  return [`## ${name}`, summary, documentation, `What it finds:\n\n${seen}`].join("\n\n");
}
