import { availableParallelism } from "node:os";

export interface Platform {
  readonly os: NodeJS.Platform;
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  /** The C library, which decides which native libraries can be loaded. Only told apart on Linux. */
  readonly libc: { readonly name: "glibc"; readonly version: string } | { readonly name: "musl" | "system" };
  /** Version of Node without the leading `v`. */
  readonly node: string;
  readonly cores: number;
}

function libcOf(os: NodeJS.Platform): Platform["libc"] {
  if (os !== "linux") return { name: "system" };
  // The report is the only place where Node tells its C library; a musl build has no such field.
  const report: unknown = process.report.getReport();
  const header = isRecord(report) ? report.header : undefined;
  const version = isRecord(header) ? header.glibcVersionRuntime : undefined;
  return typeof version === "string" ? { name: "glibc", version } : { name: "musl" };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The machine and the Node that this process runs on. */
export function currentPlatform(): Platform {
  return {
    os: process.platform,
    arch: process.arch,
    libc: libcOf(process.platform),
    node: process.versions.node,
    cores: availableParallelism(),
  };
}

/** `linux-x64`, `darwin-arm64`, …: what a native library is built for. */
export const platformName = (platform: Platform): string => `${platform.os}-${platform.arch}`;
