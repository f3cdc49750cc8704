/** How a run goes on from the past of another: under its own id, with the step that was under way. */
import { runStartedSchema } from "../../contracts/events/agent-teams.ts";
import type { ForkOptions } from "../kernel/blueprint.ts";
import type { AgentTeamEnv } from "./env.ts";
import type { RunCommand } from "./events.ts";
import type { RunState } from "./state.ts";

export const runFork: ForkOptions<AgentTeamEnv, RunState, RunCommand> = {
  namespace: (env) => env.AGENT_TEAM,
  // The calls of steps that are done keep the keys under which they were made.
  rewrite: ({ type, data }, _from, to) => (type === "run.started" ? { ...runStartedSchema.parse(data), runId: to.id } : data),
  resume: () => ({ type: "take-up" }),
};
