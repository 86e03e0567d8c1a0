import { describe, expect, it } from "vitest";
import { fusewire } from "./kit/fusewire.ts";

describe("fusewire predict", () => {
  it("shows where a record is not JSON, before any model is loaded", () => {
    const { code, out, err } = fusewire(["predict", "no-run", "-"], {
      input: '{"name": "apple"}\n{"name": apple}\n',
    });
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("--> standard input:2:10\n");
    expect(err).toContain('2 | {"name": apple}\n  |          ^');
  });

  it("tells what is no record from a run that is not there", () => {
    expect(fusewire(["predict", "no-run", "apple.png"])).toMatchObject({ code: 2 });
    expect(fusewire(["predict", "no-run", "{}"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("no-run"),
    });
  });
});
