import { expect } from "vitest";
import { type FailureReason, isRuntimeFailure } from "../../runtime/failure.ts";

/** Expects the failure of that reason whose words contain the text, with a help that contains the other. */
export async function expectFailure(
  work: () => unknown,
  reason: FailureReason,
  message: string,
  help = "",
): Promise<void> {
  let caught: unknown;
  try {
    await work();
  } catch (error) {
    caught = error;
  }
  if (!isRuntimeFailure(caught)) throw caught ?? new Error(`nothing failed, but ${reason} was expected`);
  expect(caught).toMatchObject({ reason, message: expect.stringContaining(message) });
  expect(caught.help).toContain(help);
  expect(caught.message).not.toMatch(/\.$/);
}
