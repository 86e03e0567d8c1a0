/** The entry of all threads, which do what they are started for. */
import { workerData } from "node:worker_threads";
import type { ThreadTask } from "./entry.ts";

const TASKS: Readonly<Record<ThreadTask["task"], () => Promise<{ readonly serve: () => void }>>> = {
  feed: () => import("../train/feeding/feed-thread.ts"),
};

const { serve } = await TASKS[(workerData as ThreadTask).task]();
serve();
