/** Whether there are nodes to infer on, for whoever asks how the service is. */
import { drizzle } from "drizzle-orm/d1";
import type { Look } from "../../kit/health.ts";
import type { AiModelsEnv } from "../env.ts";
import { nodePool } from "../pool.ts";
import { allNodes } from "./store.ts";
import { viewOf } from "./view.ts";

/** Nothing is wrong where nobody ever let a node in: then nothing is inferred. */
export function nodesLook(env: AiModelsEnv, now: number): Look {
  return {
    what: "The pool of nodes",
    look: async () => {
      const [live, stored] = await Promise.all([nodePool(env.NODE_POOL).list(), allNodes(drizzle(env.AI_MODELS_DB))]);
      const ready = stored.filter((node) => viewOf(node, live[node.id], now).status === "ready").length;
      if (ready > 0 || stored.length === 0) return [];
      return [`None of ${stored.length} GPU node${stored.length === 1 ? "" : "s"} is ready: nothing can be inferred until one is.`];
    },
  };
}
