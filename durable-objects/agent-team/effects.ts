/** The one effect of a run, `step`: does a step of the playbook as the agent that owns it. */
import type { StepKey } from "../../contracts/services/agent-teams.ts";
import type { EffectHandler } from "../kernel/types.ts";
import type { RunCommand, StepEffectInput } from "./events.ts";
import { feedback } from "./steps/feedback.ts";
import { marketing } from "./steps/marketing.ts";
import { price } from "./steps/price.ts";
import { projection } from "./steps/projection.ts";
import { research } from "./steps/research.ts";
import { solution } from "./steps/solution.ts";
import { StepFault, stepPrincipal, type AgentTools, type StepContext, type StepResult } from "./steps/step.ts";

const steps: Record<StepKey, (context: StepContext) => Promise<StepResult>> = {
  research,
  solution,
  price,
  projection,
  marketing,
  feedback,
};

export function stepEffect(tools: AgentTools): EffectHandler<RunCommand> {
  return async (task) => {
    // Effect rows are written by this actor's own decider.
    const input = task.input as StepEffectInput;
    try {
      const result = await steps[input.step]({ tools, input, principal: stepPrincipal(task.principal, input), effectId: task.id });
      if ("waitMs" in result) return { status: "waiting", afterMs: result.waitMs };
      return { status: "done", command: { type: "complete-step", step: input.step, attempt: input.attempt, output: result.done } };
    } catch (cause) {
      if (cause instanceof StepFault) return { status: "failed", fault: cause.fault };
      throw cause;
    }
  };
}
