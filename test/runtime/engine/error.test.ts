import { describe, expect, it } from "vitest";
import { type EngineError, engineError, isEngineError, writeError } from "../../../runtime/engine/error.ts";
import { reasonSamples } from "./reason-samples.ts";

const errors = reasonSamples();

describe("every way to fail", () => {
  it.each(errors.map((error): [string, EngineError] => [error.reason, error]))(
    "%s says what was found and what to do",
    (_, { message, help }) => {
      for (const text of [message, help]) {
        expect(text.length).toBeGreaterThan(20);
        expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      }
      expect(message).not.toMatch(/\.$/);
    },
  );

  it("reads the same as before", () => {
    const page = errors
      .map(({ reason, message, help }) => `${reason}\n  ${message}\n  > ${help}\n`)
      .join("\n");
    return expect(page).toMatchFileSnapshot("golden/reasons.txt");
  });
});

describe("an engine error", () => {
  it("is an Error with its reason, its help, its log and its cause", () => {
    const cause = new Error("why");
    const error = engineError("musl", undefined, { log: "/tmp/x.log", cause });
    expect(error).toBeInstanceOf(Error);
    expect(isEngineError(error)).toBe(true);
    expect(error).toMatchObject({ name: "EngineError", reason: "musl", log: "/tmp/x.log", cause });
    expect(isEngineError(cause)).toBe(false);
  });

  it.each([
    ["ENOSPC", "no-space"],
    ["EDQUOT", "no-space"],
    ["EACCES", "no-permission"],
    ["EPERM", "no-permission"],
    ["EROFS", "no-permission"],
    ["ENOTDIR", "no-folder"],
  ])("is made of a write that failed with %s", (code, reason) => {
    const failed = Object.assign(new Error("write"), { code });
    expect(writeError(failed, "/var/cache")).toMatchObject({
      reason,
      message: expect.stringContaining("/var/cache"),
    });
  });

  it("is not made of other failures", () => {
    const failed = Object.assign(new Error("write"), { code: "EISDIR" });
    expect(writeError(failed, "/var/cache")).toBe(failed);
  });
});
