/** The written playbook: which step follows which, who does it, and which one a person must approve. */
import { stepKeys, type AgentRole, type StepKey, type Team } from "../../../contracts/services/agent-teams.ts";

export const playbook = { kind: "playbook", name: "niche-to-plan", version: "1.0.0" } as const;

export const roleOfStep: Record<StepKey, AgentRole> = {
  research: "researcher",
  solution: "developer",
  price: "monetization",
  projection: "monetization",
  marketing: "marketing",
  feedback: "feedback",
};

/** An approval that nobody gives lapses after this long, and the run fails with that reason. */
export const approvalLifetimeMs = 7 * 24 * 60 * 60 * 1000;

export function nextStep(done: StepKey): StepKey | undefined {
  return stepKeys[stepKeys.indexOf(done) + 1];
}

export function needsApproval(step: StepKey): boolean {
  return step === "marketing";
}

export function approvesItself(step: StepKey, team: Team): boolean {
  return step === "marketing" && team.approvals.marketing === "auto";
}
