/** What every step of the playbook is given and gives back. */
import { agentPrincipal, type Principal } from "../../../contracts/principal.ts";
import type { Fault, Result } from "../../../contracts/result.ts";
import type { StepOutput } from "../../../contracts/services/agent-teams.ts";
import type { AiModelsService } from "../../../contracts/services/ai-models.ts";
import type { MarketingService } from "../../../contracts/services/marketing.ts";
import type { MonetizationService } from "../../../contracts/services/monetization.ts";
import type { NicheAnalysisService } from "../../../contracts/services/niche-analysis.ts";
import { playbook, roleOfStep } from "../../../workers/agent-teams/domain/playbook.ts";
import type { StepEffectInput } from "../events.ts";

/** The services that agents use as tools. */
export interface AgentTools {
  NICHE_ANALYSIS: NicheAnalysisService;
  MONETIZATION: MonetizationService;
  MARKETING: MarketingService;
  AI_MODELS: AiModelsService;
}

export interface StepContext {
  tools: AgentTools;
  input: StepEffectInput;
  /** The agent: the starter of the run, narrowed to the profile's scopes. */
  principal: Principal;
  /** Id of the effect; the idempotency keys of its calls start with it. */
  effectId: string;
}

/** Done, or to be looked at again. Faults are thrown as `StepFault` by `value`. */
export type StepResult = { done: StepOutput } | { waitMs: number };

export class StepFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

/** The value of a call, or a `StepFault`. */
export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new StepFault(result.error);
  return result.value;
}

export function stepPrincipal(starter: Principal, input: StepEffectInput): Principal {
  const profile = input.team.profiles.find(({ role }) => role === roleOfStep[input.step]);
  return agentPrincipal(starter, input.runId, profile?.scopes ?? []);
}

/** A reference that an earlier step must have left. */
export function reference(input: StepEffectInput, name: "nicheId" | "priceId" | "projectionId" | "planId"): string {
  const id = input.references[name];
  if (id === undefined) throw new StepFault({ code: "conflict", detail: `No earlier step left a ${name}.`, retryable: false });
  return id;
}

export function output(parts: Omit<StepOutput, "producedBy">): { done: StepOutput } {
  return { done: { ...parts, producedBy: playbook } };
}

/** An output points to at most this much evidence; the stored results name the rest. */
export const maxEvidenceIds = 100;
