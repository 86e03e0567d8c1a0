import { describe, expect, it } from "vitest";
import { engineEnvironment, restoreUtil, threadCounts } from "../../../runtime/engine/environment.ts";
import { npmEnvironment } from "../../../runtime/engine/packages.ts";
import { withoutAnnouncements } from "../../../runtime/engine/quiet-load.ts";

describe("TensorFlow's variables", () => {
  it("have oneDNN on, a quiet log, and GPU memory taken as it is needed", () => {
    expect(engineEnvironment({})).toEqual({
      TF_ENABLE_ONEDNN_OPTS: "1",
      TF_CPP_MIN_LOG_LEVEL: "2",
      TF_FORCE_GPU_ALLOW_GROWTH: "true",
    });
  });

  it("stay as the user has set them", () => {
    const env = { TF_ENABLE_ONEDNN_OPTS: "0", TF_CPP_MIN_LOG_LEVEL: "0", TF_FORCE_GPU_ALLOW_GROWTH: "false" };
    expect(engineEnvironment(env)).toEqual(env);
  });

  it("take thread counts that are asked for, even over the user's", () => {
    const env = { TF_NUM_INTRAOP_THREADS: "8" };
    expect(engineEnvironment(env)).not.toHaveProperty("TF_NUM_INTRAOP_THREADS");
    const asked = engineEnvironment(env, { threads: { intra: 2, inter: 1 } });
    expect(asked).toMatchObject({ TF_NUM_INTRAOP_THREADS: "2", TF_NUM_INTEROP_THREADS: "1" });
  });

  it("mean one thread for each core where they say nothing", () => {
    expect(threadCounts({ TF_NUM_INTEROP_THREADS: "2" }, 16)).toEqual({ intra: 16, inter: 2 });
    expect(threadCounts({ TF_NUM_INTRAOP_THREADS: "0", TF_NUM_INTEROP_THREADS: "x" }, 3)).toEqual({
      intra: 3,
      inter: 3,
    });
  });
});

describe("functions that Node 23 no longer has", () => {
  it("are put back where they are missing", () => {
    const util: Record<string, unknown> = {};
    restoreUtil(util);
    const { isNullOrUndefined, isArray } = util as Record<string, (value: unknown) => boolean>;
    expect([null, undefined, 0, ""].map((value) => isNullOrUndefined!(value))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect([[], "a"].map((value) => isArray!(value))).toEqual([true, false]);
  });

  it("are left alone where they are", () => {
    const own = () => "own";
    const util = { isArray: own };
    restoreUtil(util);
    expect(util.isArray).toBe(own);
  });
});

describe("npm's environment", () => {
  it("keeps the user's registry and drops what a surrounding npm left", () => {
    const env = {
      PATH: "/bin",
      npm_config_registry: "r",
      NPM_CONFIG_CAFILE: "c",
      npm_config_global: "true",
      npm_config_prefix: "/usr",
      npm_package_name: "x",
      npm_lifecycle_event: "y",
    };
    expect(npmEnvironment(env)).toEqual({ PATH: "/bin", npm_config_registry: "r", NPM_CONFIG_CAFILE: "c" });
  });
});

describe("what native code says while it is loaded", () => {
  it("is passed on unless it only informs", () => {
    const kept = [
      "W0000 00:00:1795494956.103475 14892 gpu.cc:1] no GPU\n",
      "2024-01-01 10:00:00.000001: E tensorflow/stream.cc:2] failed\n",
      "Illustration: not a log line\n",
      "terminate called",
    ];
    const dropped = [
      "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n",
      "I0000 00:00:1795494956.103475   14892 port.cc:153] oneDNN custom operations are on.\n",
      "2024-01-01 10:00:00.000001: I tensorflow/core/util/port.cc:104] oneDNN custom operations are on.\n",
    ];
    const mixed = [dropped[0], kept[0], dropped[1], kept[1], dropped[2], kept[2], kept[3]].join("");
    expect(withoutAnnouncements(mixed)).toBe(kept.join(""));
    expect(withoutAnnouncements(dropped.join(""))).toBe("");
  });
});
