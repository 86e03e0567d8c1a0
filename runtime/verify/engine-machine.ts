import { encodeFeed } from "../../compiler/targets/tensorflow/wire.ts";
import type { Engine } from "../engine/engine.ts";
import { openPrograms } from "../tensorflow/open-programs.ts";
import type { Machine, Numbers } from "./machine.ts";

/** The engine as what computes, which writes its graphs into a folder. */
export function engineMachine(engine: Engine, folder: string): Machine {
  return {
    name: `TensorFlow ${engine.tensorflowVersion}`,
    async open(programs, variables, precision) {
      const { signatures, run, ...open } = await openPrograms(engine, programs, folder, {
        variables,
        precision,
      });
      return {
        ...open,
        async run(program, feeds) {
          const taken = (signatures[program]?.feeds ?? []).map((feed) => {
            const data = feeds[feed.name];
            if (data === undefined) throw new Error(`nothing is fed as ${feed.name}`);
            return [feed.name, encodeFeed(feed, data)] as const;
          });
          return run(program, Object.fromEntries(taken)) as Record<string, Numbers>;
        },
      };
    },
  };
}
