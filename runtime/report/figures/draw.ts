import { LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { sha256 } from "../../files/hash.ts";
import { type Html, html, trusted } from "../html.ts";
import type { Axis, Plot, Series } from "./plot.ts";

use([LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

/** Colours are names, so that the page says what they are by day and by night. */
const COLOURS = ["one", "two", "three", "four", "five", "six"].map((name) => `var(--${name})`);

const WIDTH = 560;
const HEIGHT = 340;

/** Draws a plot as SVG, the same bytes for the same plot. */
export function draw(plot: Plot): Html {
  const { series, x, y, description } = plot;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: plot.height ?? HEIGHT });
  const named = series.filter(({ hidden }) => hidden !== true);
  chart.setOption({
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily: "inherit", color: "var(--ink)" },
    color: COLOURS,
    legend: {
      show: named.length > 1,
      type: "plain",
      top: 0,
      left: 0,
      itemGap: 16,
      data: named.map(({ name }) => name),
      textStyle: { color: "var(--ink)", width: 150, overflow: "truncate" },
      inactiveColor: "var(--quiet)",
    },
    grid: {
      left: 8,
      right: 16,
      top: top(named.length),
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "all",
    },
    xAxis: axisOf(x, "x"),
    yAxis: axisOf(y, "y"),
    series: series.map(seriesOf),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return labelled(svg, description);
}

/** The room that a legend takes, three names to a line. */
const top = (names: number): number => (names > 1 ? 14 + 24 * Math.ceil(names / 3) : 16);

function axisOf({ name, least, most, logarithmic, whole, labels }: Axis, which: "x" | "y") {
  return {
    type: labels !== undefined ? "category" : logarithmic === true ? "log" : "value",
    name,
    nameLocation: "middle",
    nameGap: which === "x" ? 26 : 44,
    nameTextStyle: { color: "var(--quiet)" },
    ...(labels === undefined ? {} : { data: [...labels] }),
    ...(least === undefined ? {} : { min: least }),
    ...(most === undefined ? {} : { max: most }),
    ...(whole === true ? { minInterval: 1 } : {}),
    scale: true,
    axisLine: { show: true, onZero: false, lineStyle: { color: "var(--line)" } },
    axisTick: { show: false },
    axisLabel: {
      color: "var(--quiet)",
      hideOverlap: true,
      ...(labels === undefined ? {} : { width: 80, overflow: "truncate" }),
    },
    splitLine: { show: labels === undefined, lineStyle: { color: "var(--grid)" } },
  };
}

function seriesOf({ name, points, style = "line", marks, symbols, hidden }: Series, i: number) {
  const quiet = { color: "var(--quiet)" };
  const common = {
    name,
    data: points.map((point) => [...point]),
    silent: true,
    ...(marks === undefined
      ? {}
      : {
          markLine: {
            symbol: "none",
            silent: true,
            data: marks.map(({ at, text }) => ({
              xAxis: at,
              label: { formatter: text, color: "var(--quiet)" },
            })),
            lineStyle: { color: "var(--quiet)", type: "dashed" },
          },
        }),
  };
  if (style === "points") {
    return {
      ...common,
      type: "scatter",
      symbolSize: points.length > 300 ? 4 : 6,
      itemStyle: { opacity: 0.65 },
    };
  }
  return {
    ...common,
    type: "line",
    step: style === "steps" ? "end" : false,
    showSymbol: symbols === true,
    symbol: "circle",
    symbolSize: 5,
    ...(hidden === true ? { itemStyle: quiet, z: 1 } : {}),
    lineStyle: { width: hidden === true ? 1 : 2, ...(hidden === true ? { ...quiet, type: "dashed" } : {}) },
    ...(hidden === true ? {} : { itemStyle: { color: COLOURS[i % COLOURS.length] } }),
  };
}

/**
 * The library names parts by how many drawings it has made: here they are named by what is drawn, so that a page does not
 * depend on what was drawn before. Its rules about pointers would hold for the whole page.
 * Marks of points say of which series and which point they are.
 */
function labelled(svg: string, description: string): Html {
  const still = svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, "")
    .replace(/ ecmeta_series_index="\d+" ecmeta_data_index="\d+" ecmeta_ssr_type="legend"/g, "")
    .replace(/ class="zr[^"]*"| pointer-events="[^"]*"| ecmeta_(?:silent|ssr_type)="[^"]*"/g, "")
    .replace(/ ecmeta_series_index=/g, " data-series=")
    .replace(/ ecmeta_data_index=/g, " data-point=");
  const own = sha256(still.replace(/\bzr\d+-/g, "")).slice(0, 8);
  const [, box = "", rest = ""] =
    /^<svg[^>]* viewBox="([^"]*)"[^>]*>([\s\S]*)$/.exec(still.replace(/\bzr\d+-/g, `f${own}-`)) ?? [];
  return html`<svg viewBox="${box}" role="img" aria-label="${description}">${trusted(rest.trim())}`;
}
