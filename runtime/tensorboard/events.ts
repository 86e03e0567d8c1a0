/** Files of events as TensorBoard reads them: `tensorflow/core/util/event.proto` and `framework/summary.proto`. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import protobuf from "protobufjs/light.js";
import { record } from "./records.ts";

const field = (id: number, type: string) => ({ id, type });

const Event = protobuf.Root.fromJSON({
  nested: {
    Value: { fields: { tag: field(1, "string"), simpleValue: field(2, "float") } },
    Summary: { fields: { value: { ...field(1, "Value"), rule: "repeated" } } },
    SessionLog: { fields: { status: field(1, "int32") } },
    Event: {
      fields: {
        wallTime: field(1, "double"),
        step: field(2, "int64"),
        fileVersion: field(3, "string"),
        summary: field(5, "Summary"),
        sessionLog: field(7, "SessionLog"),
      },
      oneofs: { what: { oneof: ["fileVersion", "summary", "sessionLog"] } },
    },
  },
}).lookupType("Event");

/** The status of a session log that tells to forget what other files say of its step and later ones. */
const START = 1;

/** A file of numbers by step. */
export interface EventFile {
  /** Seconds since 1970 if left out: now. Numbers that are none are left out. */
  scalars(step: number, values: Readonly<Record<string, number>>, seconds?: number): void;
  close(): void;
}

/**
 * Begins a file of events in a folder, which is made.
 *
 * @param after the last step that earlier files are right about
 */
export function openEventFile(folder: string, after = 0): EventFile {
  mkdirSync(folder, { recursive: true });
  const now = () => Date.now() / 1000;
  const began = now();
  const name = `events.out.tfevents.${String(Math.floor(began)).padStart(10, "0")}.${hostname()}.${process.pid}`;
  const file = openSync(join(folder, name), "a");
  const write = (event: object) => {
    writeSync(file, record(Event.encode(Event.fromObject(event)).finish()));
  };
  write({ wallTime: began, fileVersion: "brain.Event:2" });
  if (after > 0) write({ wallTime: began, step: after + 1, sessionLog: { status: START } });
  return {
    scalars(step, values, seconds = now()) {
      const known = Object.entries(values).filter(([, value]) => Number.isFinite(value));
      const value = known.map(([tag, simpleValue]) => ({ tag, simpleValue }));
      if (value.length > 0) write({ wallTime: seconds, step, summary: { value } });
    },
    close: () => closeSync(file),
  };
}
