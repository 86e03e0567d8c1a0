import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { engineError } from "./error.ts";

export interface HeaderSearch {
  /** The running Node. */
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
  /** `node_modules` that may hold the `node-api-headers` package. */
  readonly modules: string;
  readonly exists?: (file: string) => boolean;
}

/**
 * Folder with `node_api.h`. The headers beside the running Node come first; those of the `node-api-headers`
 * package do as well, because the binding uses nothing but Node-API, which is the same in every Node.
 *
 * @throws EngineError `no-node-headers`
 */
export function findNodeHeaders({ node, env, modules, exists = existsSync }: HeaderSearch): string {
  const configured = env.npm_config_nodedir ?? env.npm_config_node_dir;
  const prefixes = [
    ...(configured === undefined ? [] : [configured]),
    dirname(dirname(node)),
    dirname(dirname(exists(node) ? realpathSync(node) : node)),
    "/usr",
    "/usr/local",
  ];
  const folders = [
    ...prefixes.map((prefix) => join(prefix, "include", "node")),
    join(modules, "node-api-headers", "include"),
  ];
  const searched = [...new Set(folders)];
  const found = searched.find((folder) => exists(join(folder, "node_api.h")));
  if (found === undefined) throw engineError("no-node-headers", { searched });
  return found;
}
