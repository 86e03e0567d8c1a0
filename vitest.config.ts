import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Long proofs, run whole, take as long as they take.
    testTimeout: process.env.FUSEWIRE_FULL ? 3_600_000 : 60_000,
    hookTimeout: 120_000,
  },
});
