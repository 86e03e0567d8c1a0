/** How pages look: one column, quiet colours, light or dark as the reader's system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfbfa; --card: #ffffff; --ink: #22262b; --quiet: #5b6570; --line: #d5d9de; --grid: #e8ebee;
  --one: #2563a8; --two: #c2571a; --three: #2d7d46; --four: #8a4b9c; --five: #a0832b; --six: #3a8a94;
  --shade: 37 99 168; --wrong: 178 60 60; --group: #f1f3f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16191d; --card: #1d2126; --ink: #e4e7ea; --quiet: #a0a9b3; --line: #3b434c; --grid: #2b3138;
    --one: #74a9e6; --two: #ea955f; --three: #74c08d; --four: #c796d6; --five: #d3b863; --six: #79c4cd;
    --shade: 116 169 230; --wrong: 224 108 108; --group: #23282e;
  }
}
@media print { nav { display: none } section { break-inside: avoid } }
* { box-sizing: border-box }
body {
  margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2rem) 4rem; max-width: 72rem;
  background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: break-word;
}
h1 { font-size: 1.7rem; margin: 0 0 0.25rem; line-height: 1.2 }
h2 { font-size: 1.25rem; margin: 2.5rem 0 0.75rem; padding-top: 0.5rem; border-top: 1px solid var(--line) }
h3 { font-size: 1.05rem; margin: 1.5rem 0 0.5rem }
p { margin: 0.5rem 0; max-width: 46rem }
a { color: var(--one) }
.lead, .note, figcaption p, caption, dt { color: var(--quiet) }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; padding: 0; margin: 0.75rem 0 0 }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 28rem), 1fr)); gap: 1rem }
figure, .card { margin: 0; padding: 0.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 6px; min-width: 0 }
.wide { grid-column: 1 / -1 }
figure > svg { display: block; width: 100%; height: auto }
figcaption { font-weight: 600; margin-bottom: 0.5rem }
figcaption p { font-weight: 400; font-size: 0.9rem; margin: 0.1rem 0 0 }
details { margin-top: 0.5rem; font-size: 0.9rem }
summary { cursor: pointer; color: var(--quiet) }
.scroll { overflow: auto; max-height: 34rem }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--one); outline-offset: 2px }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums }
caption { text-align: left; padding: 0.25rem 0 }
th, td { padding: 0.2rem 0.6rem; text-align: left; border-bottom: 1px solid var(--grid); vertical-align: top; font-weight: 400 }
thead th { color: var(--quiet); border-bottom-color: var(--line); font-weight: 600 }
.number { text-align: right; white-space: nowrap }
dl { display: grid; gap: 0.15rem; margin: 0.5rem 0 }
dl > div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: 0.75rem }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere }
dd p { margin: 0 }
pre { margin: 0.5rem 0 }
.cards + .scroll { margin-top: 1rem }
.scroll + .cards { margin-top: 1rem }
code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 0.9em }
.confusion td { text-align: right; min-width: 2.2rem; border: 1px solid var(--card); background: rgb(var(--shade) / calc(0.75 * var(--share, 0))) }
.confusion td.off { background: rgb(var(--wrong) / calc(0.75 * var(--share, 0))) }
.confusion th { max-width: 12rem }
.mistakes { grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)) }
.mistake h3 { margin: 0 0 0.25rem; font-size: 1rem }
.mistake img { display: block; max-width: 100%; width: 160px;  border: 1px solid var(--line); background: #fff }
.mistake img.tiny { image-rendering: pixelated }
.mistake audio { display: block; width: 100%; max-width: 20rem }
.mistake blockquote { margin: 0.25rem 0; padding-left: 0.6rem; border-left: 3px solid var(--line); max-height: 12rem; overflow: auto }
.mistake svg { display: block; width: 100%; max-width: 20rem; height: 48px }
.mistake dl > div { grid-template-columns: 6rem 1fr }
.model .scroll { max-height: none }
.model svg { width: auto; max-width: none; font: 12px ui-monospace, "SF Mono", Menlo, Consolas, monospace }
.model text { fill: var(--ink) }
.model .small { font-size: 10.5px; fill: var(--quiet) }
.model .group { fill: var(--group); stroke: var(--line) }
.model .node { fill: var(--card); stroke: var(--quiet) }
.model .input { stroke: var(--three); stroke-width: 1.5 }
.model .output { stroke: var(--two); stroke-width: 1.5 }
.model .weight { stroke-dasharray: 4 3 }
.model .edge { fill: none; stroke: var(--quiet) }
.model .arrow { fill: var(--quiet) }
`;
