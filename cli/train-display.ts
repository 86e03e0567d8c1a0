import cliProgress from "cli-progress";
import { METRICS } from "../compiler/plan/metrics.ts";
import { BACKEND_TITLES, type EngineFacts } from "../runtime/model/backend.ts";
import type { EpochMetrics, TrainEvent } from "../runtime/train/events.ts";
import { colours } from "./terminal.ts";

/** Shows a run as it goes: a line for each epoch, and on a terminal a bar with speed and time left. */
export interface TrainDisplay {
  show(event: TrainEvent): void;
  /** Takes the bar away. */
  clear(): void;
}

type EventOf<K extends TrainEvent["kind"]> = Extract<TrainEvent, { kind: K }>;

/** What stands in an epoch's line, besides the loss. */
const SHOWN = Object.keys(METRICS).filter((name) => METRICS[name]!.shown === true);

export function trainDisplay(): TrainDisplay {
  const bar = process.stderr.isTTY ? createBar() : undefined;
  let epochs = 0;

  const showers: { readonly [K in TrainEvent["kind"]]: (event: EventOf<K>) => void } = {
    ready(event) {
      epochs = event.epochs;
      const { train, validation, test } = event.rows;
      console.log(`${event.model}: ${train} rows to train on, ${validation} to validate, ${test} to test`);
      console.log(engineLine(event.engine));
      if (event.resumedAt !== undefined) console.log(`Continued after step ${event.resumedAt}`);
      bar?.start(event.steps, event.resumedAt ?? 0);
    },
    note({ level, message }) {
      bar?.pause();
      console.error(`${level === "warning" ? colours.yellow("warning") : colours.cyan("note")}: ${message}`);
    },
    step: (event) => bar?.update(event),
    epoch(event) {
      bar?.pause();
      console.log(epochLine(event, epochs));
    },
  };
  return {
    show: (event) => (showers[event.kind] as (event: TrainEvent) => void)(event),
    clear: () => bar?.pause(),
  };
}

function engineLine({ backend, version, threads, oneDNN }: EngineFacts): string {
  const parts = [`${BACKEND_TITLES[backend]} ${version}`];
  if (threads !== undefined) parts.push(`${threads.intra} threads`);
  if (oneDNN !== undefined) parts.push(`oneDNN ${oneDNN ? "on" : "off"}`);
  return parts.join(", ");
}

function epochLine(
  { epoch, phase, fold, train, validation, best }: EventOf<"epoch">,
  epochs: number,
): string {
  const place = `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
  const inPhase = phase === undefined ? [] : [fold === undefined ? phase : `${phase} without fold ${fold}`];
  const parts = [...inPhase, place, metricsText("loss", train)];
  if (validation !== undefined) parts.push(metricsText("validation", validation));
  return `${parts.join("   ")}${best ? "  *" : ""}`;
}

function metricsText(title: string, metrics: EpochMetrics): string {
  const others = SHOWN.flatMap((name) =>
    metrics[name] === undefined ? [] : [`${name} ${metrics[name].toFixed(3)}`],
  );
  return [`${title} ${(metrics.loss ?? Number.NaN).toFixed(4)}`, ...others].join("  ");
}

/** A bar that goes away while lines are written, and comes back with the next step. */
function createBar() {
  const bar = new cliProgress.SingleBar(
    {
      format: "{bar} {value}/{total} steps  loss {loss}  {speed} samples/s  {left} left",
      hideCursor: true,
      clearOnComplete: true,
      stream: process.stderr,
    },
    cliProgress.Presets.shades_classic,
  );
  let total = 0;
  let first = { step: 0, at: 0 };
  let running = false;
  return {
    start(steps: number, at: number) {
      total = steps;
      first = { step: at, at: Date.now() };
    },
    update({ step, loss, samplesPerSecond }: EventOf<"step">) {
      const rate = (step - first.step) / (Date.now() - first.at);
      const shown = {
        loss: loss.toFixed(4),
        speed: Math.round(samplesPerSecond).toLocaleString("en-US"),
        left: duration((total - step) / rate),
      };
      if (running) bar.update(step, shown);
      else bar.start(total, step, shown);
      running = true;
    },
    pause() {
      if (running) bar.stop();
      running = false;
    },
  };
}

function duration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return "?";
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
