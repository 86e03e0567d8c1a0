import { type Html, html } from "../html.ts";
import { type Table, tableOf } from "../table.ts";

/** A drawing with what it says in words, and in numbers for whoever cannot or will not look at it. */
export interface Figure {
  readonly title: string;
  /** How it is read, in a sentence. */
  readonly says: string;
  readonly drawing: Html;
  readonly numbers: Table;
}

export const figureOf = ({ title, says, drawing, numbers }: Figure): Html =>
  html`<figure>
<figcaption>${title}<p>${says}</p></figcaption>
${drawing}
<details><summary>Numbers</summary>${tableOf(numbers)}</details>
</figure>
`;

/** Figures side by side where there is room. */
export const cards = (figures: readonly Html[]): Html => html`<div class="cards">${figures}</div>`;
