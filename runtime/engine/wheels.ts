import { engineError } from "./error.ts";
import { type Platform, platformName } from "./platform.ts";

/** A TensorFlow wheel of which we know the checksum. */
export interface Wheel {
  /** Project in the package index. */
  readonly package: "tensorflow" | "tensorflow-cpu";
  readonly version: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Python and platform tags, as pip's options want them. The interpreter found here plays no part. */
  readonly python: string;
  readonly abi: string;
  readonly tag: string;
  /** Oldest glibc it runs on. */
  readonly glibc: string;
}

/**
 * The wheels in use, by platform and whether CUDA is wanted. The CPU wheel was fetched, hashed and run; the CUDA
 * wheel's checksum comes from a published lock file, and it is still to be run. arm64 has no `tensorflow-cpu`;
 * its `tensorflow` wheel (manylinux_2_27_aarch64) would do once its checksum is known.
 */
const wheels: Readonly<Record<string, Wheel>> = {
  "linux-x64 cpu": {
    package: "tensorflow-cpu",
    version: "2.21.0",
    file: "tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl",
    sha256: "2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c",
    bytes: 273_829_956,
    python: "3.11",
    abi: "cp311",
    tag: "manylinux_2_27_x86_64",
    glibc: "2.27",
  },
  "linux-x64 gpu": {
    package: "tensorflow",
    version: "2.21.0",
    file: "tensorflow-2.21.0-cp313-cp313-manylinux_2_27_x86_64.whl",
    sha256: "e9d8da8dcab9650efb45f032ba70af2f016f907e6e0c6bda29dd101bba945406",
    bytes: 572_881_074,
    python: "3.13",
    abi: "cp313",
    tag: "manylinux_2_27_x86_64",
    glibc: "2.27",
  },
};

/**
 * The pinned wheel for this machine.
 *
 * @throws EngineError `musl`, `old-glibc`, `no-pinned-wheel`
 */
export function wheelFor(platform: Platform, gpu: boolean): Wheel {
  if (platform.libc.name === "musl") throw engineError("musl", undefined);
  const wheel = wheels[`${platformName(platform)} ${gpu ? "gpu" : "cpu"}`];
  if (wheel === undefined) {
    throw engineError("no-pinned-wheel", {
      platform: platformName(platform),
      package: gpu ? "CUDA tensorflow" : "tensorflow",
    });
  }
  if (platform.libc.name === "glibc" && older(platform.libc.version, wheel.glibc)) {
    throw engineError("old-glibc", { found: platform.libc.version, needed: wheel.glibc });
  }
  return wheel;
}

/** Compares dotted version numbers part by part: 2.9 is older than 2.27. */
function older(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(".").map(Number));
  for (const [place, wanted] of (b ?? []).entries()) {
    const has = a?.[place] ?? 0;
    if (has !== wanted) return has < wanted;
  }
  return false;
}
