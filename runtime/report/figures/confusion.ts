import { type Html, html } from "../html.ts";
import { tableOf } from "../table.ts";
import { count, percent } from "../words.ts";

/** With more labels, a table of all pairs is more than anybody reads. */
const MOST = 30;
/** With more labels than these, it takes the whole width. */
const NARROW = 5;
/** Pairs that are listed then. */
const PAIRS = 30;

/** Rows by true label and label told, shaded by their share of the true label's rows. */
export function confusionFigure(labels: readonly string[], confusion: readonly (readonly number[])[]): Html {
  const caption = "Confusion matrix: rows by their true label (down) and the label told (across)";
  const body = labels.length <= MOST ? matrix(labels, confusion, caption) : undefined;
  return html`<figure${labels.length > NARROW ? html` class="wide"` : undefined}>
<figcaption>Confusion matrix<p>Rows of the split by their true label, down, and the label told, across.</p></figcaption>
${body}
${body === undefined || labels.length > 8 ? confusedPairs(labels, confusion) : undefined}
</figure>
`;
}

function matrix(labels: readonly string[], confusion: readonly (readonly number[])[], caption: string): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="confusion">
<thead><tr><td></td>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${labels.map((label, truth) => {
    const rows = confusion[truth]!;
    const all = rows.reduce((a, b) => a + b, 0);
    const cells = rows.map((cell, told) => {
      const share = all === 0 ? 0 : cell / all;
      const shade = cell === 0 ? undefined : html` style="--share:${share.toFixed(3)}"`;
      const title = `${count(cell)} of ${count(all)} rows of ${label} are told to be ${labels[told]!} (${percent(share)})`;
      return html`<td${truth === told ? undefined : html` class="off"`}${shade} title="${title}">${count(cell)}</td>`;
    });
    return html`<tr><th scope="row">${label}</th>${cells}</tr>\n`;
  })}</tbody></table></div>`;
}

function confusedPairs(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): Html | undefined {
  const pairs = confusion
    .flatMap((row, truth) => row.map((cell, told) => ({ truth, told, cell })))
    .filter(({ truth, told, cell }) => truth !== told && cell > 0)
    .sort((a, b) => b.cell - a.cell)
    .slice(0, PAIRS);
  if (pairs.length === 0) return undefined;
  return html`<details${labels.length > MOST ? html` open` : undefined}><summary>What is confused most</summary>${tableOf(
    {
      head: ["true label", "told", "rows"],
      rows: pairs.map(({ truth, told, cell }) => [labels[truth]!, labels[told]!, count(cell)]),
      right: [2],
    },
  )}</details>`;
}
