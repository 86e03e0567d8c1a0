import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * TensorFlow 2.21 announces oneDNN on standard error while its library is being loaded, whatever
 * TF_CPP_MIN_LOG_LEVEL says, and Node has no means to hold back what native code writes. This small addon has: it
 * turns standard error to a file and back.
 */
export const holdSource = `
#include <node_api.h>
#include <cstdio>
#include <string>
#include <unistd.h>

static FILE* held = nullptr;
static int original = -1;

static napi_value Hold(napi_env, napi_callback_info) {
  if (held != nullptr) return nullptr;
  fflush(stderr);
  held = tmpfile();
  if (held == nullptr) return nullptr;
  original = dup(STDERR_FILENO);
  dup2(fileno(held), STDERR_FILENO);
  return nullptr;
}

static napi_value Release(napi_env env, napi_callback_info) {
  std::string text;
  if (held != nullptr) {
    fflush(stderr);
    dup2(original, STDERR_FILENO);
    close(original);
    char block[4096];
    rewind(held);
    for (size_t size; (size = fread(block, 1, sizeof block, held)) > 0;) text.append(block, size);
    fclose(held);
    held = nullptr;
  }
  napi_value result;
  napi_create_string_utf8(env, text.data(), text.size(), &result);
  return result;
}

extern "C" NAPI_MODULE_EXPORT napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  napi_value function;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, Hold, nullptr, &function);
  napi_set_named_property(env, exports, "hold", function);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, Release, nullptr, &function);
  napi_set_named_property(env, exports, "release", function);
  return exports;
}
`;

interface Hold {
  hold(): void;
  release(): string;
}

/** Where that addon lies, beside the binding. */
export const holdFile = (binding: string): string => join(dirname(binding), "fusewire_hold_stderr.node");

/**
 * Runs `load`, and keeps to itself what native code merely announces meanwhile. Warnings, errors and all that is
 * not TensorFlow's are passed on. An engine without the addon loads as well, with its announcements.
 */
export function quietly<T>(
  binding: string,
  load: () => T,
  write = process.stderr.write.bind(process.stderr),
): T {
  const addon = loadHold(holdFile(binding));
  if (addon === undefined) return load();
  addon.hold();
  try {
    return load();
  } finally {
    const told = withoutAnnouncements(addon.release());
    if (told !== "") write(told);
  }
}

function loadHold(file: string): Hold | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return createRequire(file)(file);
  } catch {
    return undefined;
  }
}

/** The two forms that TensorFlow's log has had, and the remark that comes with the newer. */
const announcement =
  /^(?:I\d{4} \d\d:\d\d:[\d.]+ .*|\d{4}-\d\d-\d\d \d\d:\d\d:[\d.]+: I .*|WARNING: All log messages before absl::InitializeLog\(\).*)(?:\n|$)/gm;

/** Leaves out the lines of TensorFlow's log that only inform. */
export const withoutAnnouncements = (text: string): string => text.replaceAll(announcement, "");
