import { expect } from "vitest";

/**
 * Compares a text with the file that holds what it should be, such as `golden("golden/two-spans.txt", text)`;
 * the path is relative to the test's own file. `npx vitest run -u` writes the files anew; in continuous
 * integration a missing one fails.
 */
export async function golden(path: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(path);
}
