/** Events that the agent-teams service writes. */
import * as z from "zod";
import { faultSchema } from "../result.ts";
import { runAssumptionsSchema, stepKeySchema, stepOutputSchema, teamSchema } from "../services/agent-teams.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

const attempt = z.int().min(1);

export const runStartedSchema = z.object({
  runId: z.string(),
  nicheId: z.string(),
  team: teamSchema,
  assumptions: runAssumptionsSchema,
  stated: z.array(z.string()),
  seed: z.int(),
});
export const stepStartedSchema = z.object({ step: stepKeySchema, attempt, inputs: z.unknown() });
export const stepCompletedSchema = z.object({ step: stepKeySchema, attempt, output: stepOutputSchema });
export const stepFailedSchema = z.object({ step: stepKeySchema, attempt, fault: faultSchema });
export const approvalRequestedSchema = z.object({ step: stepKeySchema, expiresAt: z.number() });
export const approvalDecidedSchema = z.object({
  step: stepKeySchema,
  decision: z.enum(["approved", "rejected", "expired"]),
  by: z.string(),
  note: z.string().optional(),
});

export const agentTeamEvents = {
  "team.created": { 1: teamSchema },
  "run.started": { 1: runStartedSchema },
  "step.started": { 1: stepStartedSchema },
  "step.completed": { 1: stepCompletedSchema },
  "step.failed": { 1: stepFailedSchema },
  "approval.requested": { 1: approvalRequestedSchema },
  "approval.decided": { 1: approvalDecidedSchema },
  "run.resumed": { 1: z.object({ step: stepKeySchema }) },
  "run.completed": { 1: z.object({ steps: z.int() }) },
  "run.failed": { 1: z.object({ step: stepKeySchema, reason: z.string() }) },
  "run.cancelled": { 1: z.object({ by: z.string() }) },
} satisfies EventCatalogue;
