import { type Html, html } from "./html.ts";
import { STYLE } from "./style.ts";

export interface Section {
  /** Its address within the page. */
  readonly id: string;
  readonly title: string;
  readonly body: readonly Html[];
}

export interface Page {
  readonly title: string;
  /** What stands below the title. */
  readonly lead: Html;
  readonly sections: readonly Section[];
}

/** Nothing is fetched and nothing runs: pictures and sounds stand in the page, and there is no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:";

/** A page that stands by itself, opened from anywhere, a disk included. */
export const pageOf = ({ title, lead, sections }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Fusewire">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="lead">${lead}</p>
<nav aria-label="Sections"><ul>${sections.map((one) => html`<li><a href="#${one.id}">${one.title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(sectionOf)}
</main>
</body>
</html>
`.html;

const sectionOf = ({ id, title, body }: Section): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
