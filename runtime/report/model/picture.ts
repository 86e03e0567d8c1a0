import { Graph, layout } from "@dagrejs/dagre";
import type { Outline, OutlineGroup, OutlinePart } from "../../../compiler/outline/outline.ts";
import { type Html, html } from "../html.ts";
import { brief } from "../words.ts";

/** Widths of characters of the two sizes of type, which are those of the page's style. */
const WIDE = 7.3;
const SMALL = 6.4;
const LINE = 15;
const MARGIN = 8;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The graph of a model from top to bottom: operators as boxes within the boxes of their blocks, with the sizes of what
 * they give, parameters and multiply-accumulates.
 */
export function pictureOf(outline: Outline, title: string): Html {
  const { parts, groups, flows } = outline;
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: "TB", nodesep: 18, ranksep: 34, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const i of groups.keys()) graph.setNode(`g${i}`, {});
  for (const [i, part] of parts.entries()) graph.setNode(`p${i}`, sizeOf(part));
  groups.forEach(({ within }, i) => {
    if (within !== undefined) graph.setParent(`g${i}`, `g${within}`);
  });
  parts.forEach(({ group }, i) => {
    if (group !== undefined) graph.setParent(`p${i}`, `g${group}`);
  });
  for (const { from, to } of flows) graph.setEdge(`p${from}`, `p${to}`);
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as Partial<Box>;
  const box = (name: string) => graph.node(name) as unknown as Box;
  const points = ({ from, to }: Outline["flows"][number]) =>
    (graph.edge(`p${from}`, `p${to}`) as { readonly points: readonly Pick<Box, "x" | "y">[] }).points;
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return html`<svg viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="${title}">
<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="arrow" d="M0 0L8 4L0 8Z"></path></marker></defs>
${groups.map((group, i) => drawnGroup(group, box(`g${i}`)))}
${flows.map((flow) => html`<path class="edge" marker-end="url(#arrow)" d="${curve(points(flow))}"></path>\n`)}
${parts.map((part, i) => drawnPart(part, box(`p${i}`)))}
</svg>`;
}

/** The lines of a part's box: what it is, what it gives, what it costs. */
function linesOf({ kind, name, called, sizes, parameters, macs, shared, operators }: OutlinePart): string[] {
  const first =
    kind === "input" || kind === "weight"
      ? `${called}: ${name}`
      : called === undefined || kind === "output"
        ? name
        : `${called} = ${name}`;
  const costs = [
    ...(operators === undefined ? [] : [`${operators} operators`]),
    ...(parameters > 0 ? [`${brief(parameters)} par.`] : []),
    ...(shared ? ["shared"] : []),
    ...(macs > 0 ? [`${brief(macs)} MAC`] : []),
  ];
  return [first, sizes, costs.join(" · ")].filter((line) => line !== "");
}

function sizeOf(part: OutlinePart): Pick<Box, "width" | "height"> {
  const [first = "", ...others] = linesOf(part);
  const width = Math.max(WIDE * first.length, ...others.map((line) => SMALL * line.length)) + 2 * MARGIN;
  return { width: Math.ceil(width), height: LINE * (1 + others.length) + MARGIN };
}

function drawnPart(part: OutlinePart, { x, y, width, height }: Box): Html {
  const [left, top] = [x - width / 2, y - height / 2];
  const lines = linesOf(part).map(
    (line, i) =>
      html`<text${i === 0 ? undefined : html` class="small"`} x="${place(x)}" y="${place(top + LINE * (i + 1) - 1)}" text-anchor="middle">${line}</text>`,
  );
  return html`<g class="part"><title>${describe(part)}</title><rect class="node ${part.kind}" x="${place(left)}" y="${place(top)}" width="${place(width)}" height="${place(height)}" rx="4"></rect>${lines}</g>
`;
}

function drawnGroup({ name, called, parameters, macs }: OutlineGroup, { x, y, width, height }: Box): Html {
  const [left, top] = [x - width / 2, y - height / 2];
  const title = called === undefined ? name : `${called} = ${name}`;
  const costs = `${brief(parameters)} parameters, ${brief(macs)} MAC`;
  return html`<g><title>${title}: ${costs}</title><rect class="group" x="${place(left)}" y="${place(top)}" width="${place(width)}" height="${place(height)}" rx="6"></rect><text class="small" x="${place(left + 6)}" y="${place(top + 12)}">${title}</text></g>
`;
}

/** A part in words. */
export function describe({ kind, name, called, type, parameters, macs, shared }: OutlinePart): string {
  const what = kind === "operator" ? name : `${kind} ${name}`;
  const named = called === undefined ? "" : `, called ${called}`;
  const costs = `${parameters.toLocaleString("en-US")} parameters, ${Math.round(macs).toLocaleString("en-US")} multiply-accumulates`;
  return `${what}${named}: ${type}; ${costs}${shared ? ", weights shared" : ""}`;
}

/** A line through points, its corners rounded. */
function curve(points: readonly Pick<Box, "x" | "y">[]): string {
  const [first, ...others] = points;
  if (first === undefined) return "";
  const at = ({ x, y }: Pick<Box, "x" | "y">) => `${place(x)} ${place(y)}`;
  const middle = (a: Pick<Box, "x" | "y">, b: Pick<Box, "x" | "y">) => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
  });
  const bends = others.slice(0, -1).map((point, i) => `Q${at(point)} ${at(middle(point, others[i + 1]!))}`);
  return `M${at(first)}${others.length > 1 ? `L${at(middle(first, others[0]!))}` : ""}${bends.join("")}L${at(points.at(-1)!)}`;
}

const place = (value: number): string => value.toFixed(1);
