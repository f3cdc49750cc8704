/** AgentTeam: a team at work on one run. Its log is the record of every step. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { Run } from "../../contracts/services/agent-teams.ts";
import { actor } from "../kernel/actor.ts";
import { runDecider } from "./decider.ts";
import { stepEffect } from "./effects.ts";
import type { AgentTeamEnv } from "./env.ts";
import { stepEffectInputSchema, type RunCommand, type RunEvent, type StepEffectInput } from "./events.ts";
import { runFork } from "./fork.ts";
import { presentRun, type RunState } from "./state.ts";

export class AgentTeam extends actor<AgentTeamEnv, RunState, RunCommand, RunEvent>({
  kind: "agent-team",
  source: "/agent-teams",
  queue: (env) => env.EVENTS,
  authority: (env) => env.AUTH,
  decider: runDecider,
  effects: { step: ({ env }) => stepEffect(env) },
  // About a minute: a service that is being deployed or restarted is back by then.
  retries: { step: { maxAttempts: 12, baseMs: 300, maxMs: 10_000 } },
  onEffectFailed: (task, fault) => {
    const { step, attempt } = task.input as StepEffectInput;
    return { type: "fail-step", step, attempt, fault };
  },
  onEffectRedriven: ({ input }) => {
    const { step, attempt } = stepEffectInputSchema.parse(input);
    return { type: "redrive-step", step, attempt };
  },
  fork: runFork,
  present: presentRun,
  follow: "teams:read",
}) {
  /** The run as the API shows it. */
  async run(principal: Principal): Promise<Result<Run>> {
    const view = await this.view(principal);
    if (!view.ok) return view;
    const { state, version } = this.log.current;
    const run = presentRun(state);
    // The state knows the versions of its own events only; the kernel writes some too.
    return run ? ok({ ...run, version }) : err("not_found", "There is no run with this id.");
  }
}
