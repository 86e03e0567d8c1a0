import { type Html, html } from "./html.ts";

type Cell = Html | string | number;

export interface Table {
  /** What stands above it, and what a screen reader says of it. */
  readonly caption?: string;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns, from 0, whose cells are numbers. */
  readonly right?: readonly number[];
}

/** A table whose first column names its rows. It scrolls by itself where the screen is too narrow. */
export function tableOf({ caption, head, rows, right = [] }: Table): Html {
  const kind = (column: number) => (right.includes(column) ? html` class="number"` : undefined);
  const line = (cells: readonly Cell[]) =>
    cells.map((cell, column) =>
      column === 0
        ? html`<th scope="row"${kind(column)}>${cell}</th>`
        : html`<td${kind(column)}>${cell}</td>`,
    );
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption ?? "table"}"><table>${
    caption === undefined ? undefined : html`<caption>${caption}</caption>`
  }<thead><tr>${head.map((cell, column) => html`<th scope="col"${kind(column)}>${cell}</th>`)}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${line(cells)}</tr>\n`)}</tbody></table></div>`;
}

/** Names and what they are, one below another. */
export const factsOf = (facts: readonly (readonly [name: string, value: Cell])[]): Html =>
  html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
