/** RPC of the Agent Teams service: teams, and runs of their playbook. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { idSchema } from "../ids.ts";
import { moneySchema } from "../money.ts";
import { pageQuerySchema, type Page } from "../page.ts";
import { scopes, type Principal } from "../principal.ts";
import { faultSchema, type Result } from "../result.ts";
import { workSchema } from "../work.ts";
import type { ServiceLife } from "./common.ts";
import { estimateSchema } from "./estimate.ts";
import { audienceSchema } from "./marketing.ts";
import { businessTypes, goals } from "./marketing-channels.ts";
import { projectionInputsSchema } from "./projections.ts";

export const agentRoles = ["researcher", "developer", "monetization", "marketing", "feedback"] as const;
export type AgentRole = (typeof agentRoles)[number];

/** The steps of the playbook, in order. */
export const stepKeys = ["research", "solution", "price", "projection", "marketing", "feedback"] as const;
export const stepKeySchema = z.enum(stepKeys);
export type StepKey = z.infer<typeof stepKeySchema>;

/** One agent of a team: what it is told, what it may do. */
export const profileSchema = z.object({
  role: z.enum(agentRoles),
  name: filledText(80),
  instructions: filledText(4_000),
  /** What its tool calls may do at most; never more than the starter of the run may. */
  scopes: z.array(z.enum(scopes)),
});
export type Profile = z.infer<typeof profileSchema>;

/** `ask`: the step waits for a person. `auto`: the policy approves at once, and the record says so. */
export const approvalPolicySchema = z.enum(["ask", "auto"]);

export const teamInputSchema = z.object({
  name: filledText(120),
  /** Left out: the five standard profiles. */
  profiles: z.array(profileSchema).min(agentRoles.length).max(agentRoles.length).optional(),
  approvals: z.object({ marketing: approvalPolicySchema.default("ask") }).prefault({}),
});
export type TeamInput = z.input<typeof teamInputSchema>;

export const teamSchema = z.object({
  id: idSchema("team"),
  name: z.string(),
  profiles: z.array(profileSchema),
  approvals: z.object({ marketing: approvalPolicySchema }),
  createdAt: z.iso.datetime(),
});
export type Team = z.infer<typeof teamSchema>;

/** What the founder assumes; everything not said is an assumption of the method and listed as one in the results. */
export const runAssumptionsSchema = z.object({
  productName: filledText(80).optional(),
  audience: audienceSchema.optional(),
  goals: z.array(z.enum(goals)).min(1).default(["customer-acquisition"]),
  businessType: z.enum(businessTypes).default("saas"),
  /** Marketing money a month. */
  budget: moneySchema.default({ minor: 100_000, currency: "USD" }),
  /** Monthly cost of serving one paying user, minor units of the budget's currency. */
  costPerUser: estimateSchema(0, 1e9).default(500),
  competitorPrice: estimateSchema(0, 1e9).default(1_999),
  valuePerception: estimateSchema(0, 5).default(1),
  priceSensitivity: estimateSchema(0, 1).default(0.5),
  elasticity: estimateSchema(0.01, 20).default(1.5),
  marketSize: z.int().min(1).max(1e9).default(10_000),
  projection: projectionInputsSchema.prefault({}),
  /** Monthly recurring revenue to reach, minor units. */
  targetMrr: z.int().min(1).optional(),
});
export type RunAssumptions = z.infer<typeof runAssumptionsSchema>;

export const runInputSchema = z.object({
  teamId: idSchema("team"),
  nicheId: idSchema("niche"),
  assumptions: runAssumptionsSchema.prefault({}),
  /** Seed of every random draw in the run. */
  seed: z.int().min(0).max(4_294_967_295).default(1),
});
export type RunInput = z.input<typeof runInputSchema>;

export const stepStatuses = ["pending", "awaiting-approval", "running", "succeeded", "failed", "skipped"] as const;

/** Who made an output: a written playbook or a model, and which. */
export const producedBySchema = z.object({ kind: z.enum(["playbook", "model", "person"]), name: z.string(), version: z.string() });

/** Ids of stored results that a step points to. */
export const stepReferencesSchema = z.object({
  nicheId: z.string().optional(),
  nicheIds: z.array(z.string()).optional(),
  priceId: z.string().optional(),
  projectionId: z.string().optional(),
  planId: z.string().optional(),
});
export type StepReferences = z.infer<typeof stepReferencesSchema>;

export const stepOutputSchema = z.object({
  /** One sentence for the timeline. */
  summary: z.string(),
  /** Why the agent chose as it did. */
  reason: z.string(),
  references: stepReferencesSchema,
  evidenceIds: z.array(z.string()),
  /** What the step called, with which idempotency key. */
  calls: z.array(z.object({ service: z.string(), method: z.string(), commandId: z.string() })),
  producedBy: producedBySchema,
  /** The solution outline or the feedback; other steps store theirs with their service. */
  detail: z.unknown().optional(),
});
export type StepOutput = z.infer<typeof stepOutputSchema>;

export const stepSchema = z.object({
  key: stepKeySchema,
  role: z.enum(agentRoles),
  status: z.enum(stepStatuses),
  attempt: z.int(),
  startedAt: z.iso.datetime().optional(),
  finishedAt: z.iso.datetime().optional(),
  durationMs: z.int().optional(),
  inputs: z.unknown().optional(),
  output: stepOutputSchema.optional(),
  fault: faultSchema.optional(),
});
export type Step = z.infer<typeof stepSchema>;

export const approvalSchema = z.object({
  step: stepKeySchema,
  requestedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  decision: z.enum(["approved", "rejected", "expired"]).optional(),
  /** The id of who decided, or `policy`. */
  decidedBy: z.string().optional(),
  note: z.string().optional(),
});
export type Approval = z.infer<typeof approvalSchema>;

export const runSchema = workSchema.extend({
  id: idSchema("run"),
  team: teamSchema,
  nicheId: idSchema("niche"),
  assumptions: runAssumptionsSchema,
  /** Names of the assumptions that the founder stated; all others are defaults of the method. */
  stated: z.array(z.string()),
  seed: z.int(),
  steps: z.array(stepSchema),
  approvals: z.array(approvalSchema),
  version: z.int(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
});
export type Run = z.infer<typeof runSchema>;

export const runSummarySchema = runSchema
  .pick({ id: true, nicheId: true, status: true, progress: true, message: true, startedAt: true, finishedAt: true })
  .extend({
    teamId: z.string(),
    teamName: z.string(),
  });
export type RunSummary = z.infer<typeof runSummarySchema>;

export const decisionInputSchema = z.object({
  step: stepKeySchema,
  decision: z.enum(["approved", "rejected"]),
  note: z.string().trim().max(2_000).optional(),
});
export type DecisionInput = z.infer<typeof decisionInputSchema>;

/** A feature that answers a theme of the evidence. */
export const featureSchema = z.object({
  name: z.string(),
  themeId: z.string(),
  priority: z.enum(["must", "should", "could"]),
  /** What the evidence says, with its interval. */
  because: z.string(),
  evidenceIds: z.array(z.string()),
});

export const solutionOutlineSchema = z.object({
  nicheId: z.string(),
  nicheName: z.string(),
  /** One sentence: for whom, what, against what. */
  pitch: z.string(),
  features: z.array(featureSchema),
  /** What the evidence does not say and a person should find out before building. */
  openQuestions: z.array(z.string()),
});
export type SolutionOutline = z.infer<typeof solutionOutlineSchema>;

export const findingSchema = z.object({
  severity: z.enum(["blocker", "weakness", "note"]),
  step: stepKeySchema,
  finding: z.string(),
  /** What would settle it. */
  suggestion: z.string(),
});

export const feedbackSchema = z.object({
  findings: z.array(findingSchema),
  evidenceCoverage: z.object({ claims: z.int(), withEvidence: z.int() }),
});
export type Feedback = z.infer<typeof feedbackSchema>;

/** Body of `POST /api/v1/runs/{id}/fork`: the new run begins with everything up to this version. */
export const forkRunSchema = z.object({ version: z.int().min(1) });

export const runListSchema = pageQuerySchema.extend({ nicheId: z.string().max(100).optional() });
export type RunList = z.infer<typeof runListSchema>;

/** What every command on a run brings. */
export interface RunCommandInput {
  commandId: string;
  runId: string;
  /** `precondition_failed` when the run is at another version. */
  expectedVersion?: number | undefined;
}

export interface AgentTeamsService extends ServiceLife {
  /** Needs `teams:write`. Idempotent by command id. */
  createTeam(principal: Principal, input: { commandId: string } & TeamInput): Promise<Result<Team>>;
  /** Needs `teams:read`. */
  team(principal: Principal, id: string): Promise<Result<Team>>;
  teams(principal: Principal, page: z.input<typeof pageQuerySchema>): Promise<Result<Page<Team>>>;
  /** Needs `teams:write`. Answers at once; the run goes on by itself. Idempotent by command id. */
  startRun(principal: Principal, input: { commandId: string } & RunInput): Promise<Result<Run>>;
  /** Needs `teams:read`. */
  run(principal: Principal, id: string): Promise<Result<Run>>;
  /** Newest first. */
  runs(principal: Principal, list: z.input<typeof runListSchema>): Promise<Result<Page<RunSummary>>>;
  /** Needs `runs:approve`. A second decision on the same step is a conflict. */
  decide(principal: Principal, input: RunCommandInput & DecisionInput): Promise<Result<Run>>;
  /** Needs `teams:write`. Starts the failed step again. */
  resume(principal: Principal, input: RunCommandInput): Promise<Result<Run>>;
  /**
   * Needs `teams:write`. A new run that begins with the record of this one up to `version` and goes its own way: the step that was under way
   * then is done anew, an approval that was waited for is asked for anew. `invalid_input` for a version that never was.
   */
  fork(principal: Principal, input: { commandId: string; runId: string; version: number }): Promise<Result<Run>>;
  /** Needs `teams:write`. Nothing new is started; what was stored stays. */
  cancel(principal: Principal, input: RunCommandInput): Promise<Result<Run>>;
}
