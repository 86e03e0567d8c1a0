import { SPLITS } from "../../data/split-names.ts";
import { BACKEND_TITLES } from "../../model/backend.ts";
import { readEngines, readRunData } from "../../run/manifest.ts";
import type { Run } from "../../run/open-run.ts";
import { type Html, html } from "../html.ts";
import { factsOf, tableOf } from "../table.ts";
import { count } from "../words.ts";

/** What is needed to train the run again: sources, seed, versions, and what tells its data from other data. */
export function factsShown({ manifest, layout, sources, training }: Run): readonly Html[] {
  const { seed, epochs, batch, versions, created, entry } = manifest;
  const data = readRunData(layout);
  const engines = readEngines(layout);
  return [
    factsOf([
      ["source", html`<code>${entry}</code>`],
      ["data declaration", training.data.name],
      ["seed", seed],
      ["epochs at most", count(epochs)],
      ["batch", count(batch)],
      ["Fusewire", versions.fusewire],
      ["Node", versions.node],
      ["begun", created],
      ...engines.map(
        ({ fromStep, backend, version, devices }) =>
          [
            `engine from step ${count(fromStep)}`,
            `${BACKEND_TITLES[backend]} ${version}${devices.length === 0 ? "" : `, ${devices.join(", ")}`}`,
          ] as const,
      ),
    ]),
    data === undefined
      ? html`<p>The run was ended before it had read its data.</p>`
      : tableOf({
          caption: "Data: rows of each split, and SHA-256 of all numbers that are fed of them",
          head: ["split", "rows", "hash"],
          rows: SPLITS.map((split) => [
            split,
            count(data.splits[split].rows),
            html`<code>${data.splits[split].hash}</code>`,
          ]),
          right: [1],
        }),
    ...sources.map(
      ({ file, text }) =>
        html`<details><summary><code>${file}</code></summary><div class="scroll"><pre class="code">${text}</pre></div></details>\n`,
    ),
  ];
}
