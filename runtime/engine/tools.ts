import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { engineError } from "./error.ts";
import { runCommand } from "./run-command.ts";

/** How to start a program: the command and the arguments that come before one's own. */
export interface Tool {
  readonly command: string;
  readonly args: readonly string[];
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Full path of the first of these programs that the search path has. */
export function findOnPath(names: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
}

/**
 * The C++ compiler: `CXX` if set, else the first usual one.
 *
 * @throws EngineError `missing-tool`
 */
export function findCompiler(env: NodeJS.ProcessEnv): Tool {
  const [wanted, ...args] = (env.CXX ?? "").split(" ").filter((word) => word !== "");
  const command = findOnPath(wanted === undefined ? ["g++", "c++", "clang++"] : [wanted], env);
  const chosen = command ?? (wanted !== undefined && executable(wanted) ? wanted : undefined);
  if (chosen !== undefined) return { command: chosen, args };
  throw engineError("missing-tool", {
    tool: wanted ?? "a C++ compiler (g++)",
    purpose: "build the TensorFlow binding",
    install:
      "Install it (Debian, Ubuntu: apt-get install g++; Fedora: dnf install gcc-c++), then run this again.",
  });
}

/**
 * Python 3 with its pip module. Any version does: the wheel is asked for by its own version, and Python is not
 * needed to run models.
 *
 * @throws EngineError `missing-tool`
 */
export async function findPip(env: NodeJS.ProcessEnv): Promise<{ python: Tool; pip: Tool }> {
  const command = findOnPath(["python3", "python"], env);
  if (command === undefined) {
    throw engineError("missing-tool", {
      tool: "python3",
      purpose: "fetch TensorFlow (it is not needed afterwards)",
      install: "Install it (Debian, Ubuntu: apt-get install python3 python3-pip), then run this again.",
    });
  }
  const python = { command, args: [] };
  const asModule = await runCommand(command, ["-m", "pip", "--version"], { env, timeout: 60_000 });
  if (asModule.code === 0) return { python, pip: { command, args: ["-m", "pip"] } };
  const alone = findOnPath(["pip3", "pip"], env);
  if (alone !== undefined) return { python, pip: { command: alone, args: [] } };
  throw engineError("missing-tool", {
    tool: "pip",
    purpose: "fetch TensorFlow (it is not needed afterwards)",
    install:
      "Install it (Debian, Ubuntu: apt-get install python3-pip; elsewhere: python3 -m ensurepip), then run this again.",
  });
}

/**
 * npm, preferably the one that came with the running Node.
 *
 * @throws EngineError `missing-tool`
 */
export function findNpm(env: NodeJS.ProcessEnv, node: string = process.execPath): Tool {
  const prefix = dirname(dirname(realpathSync(node)));
  const besideNode = [
    join(prefix, "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(dirname(node), "node_modules", "npm", "bin", "npm-cli.js"),
  ].find((file) => existsSync(file));
  if (besideNode !== undefined) return { command: node, args: [besideNode] };
  const command = findOnPath(["npm"], env);
  if (command !== undefined) return { command, args: [] };
  throw engineError("missing-tool", {
    tool: "npm",
    purpose: "fetch the TensorFlow binding",
    install: "Install it (Debian, Ubuntu: apt-get install npm), then run this again.",
  });
}
