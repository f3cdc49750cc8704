/** Channels of a marketing plan, how they are scored, and what each gets of the budget. */
import * as z from "zod";
import { moneySchema } from "../money.ts";

export const businessTypes = ["saas", "ecommerce", "service", "content-creator", "local-business"] as const;
export type BusinessType = (typeof businessTypes)[number];

export const goals = [
  "brand-awareness",
  "lead-generation",
  "customer-acquisition",
  "retention",
  "sales",
  "engagement",
  "thought-leadership",
  "audience-growth",
  "monetization",
] as const;
export type Goal = (typeof goals)[number];

export const channels = [
  "content-marketing",
  "social-media",
  "email-marketing",
  "seo",
  "ppc",
  "influencer",
  "affiliate",
  "pr",
  "events",
  "direct-mail",
] as const;
export type Channel = (typeof channels)[number];

/** Lines of a fixed-share budget that split or rename a channel. */
export const fixedShareLines = ["social-media-organic", "social-media-paid", "paid-advertising", "influencer-marketing"] as const;

/**
 * `fit`: audience and amount of budget decide, with an interval.
 * `fixed-shares`: the predecessor's constants for audience and budget, and its two fixed splits.
 */
export const planMethods = ["fit", "fixed-shares"] as const;
export type PlanMethod = (typeof planMethods)[number];

const unit = z.number().min(0).max(1);

export const planChannelSchema = z.object({
  channel: z.enum(channels),
  /** 0 to 1, between `low` and `high`: the values with every unknown at its worst and at its best. */
  score: unit,
  low: unit,
  high: unit,
  factors: z.object({ effectiveness: unit, audience: unit, goals: unit, budget: unit }),
  /** One sentence: what speaks for it, what against it, what is not known. */
  reason: z.string(),
});
export type PlanChannel = z.infer<typeof planChannelSchema>;

export const budgetLineSchema = z.object({ channel: z.enum([...channels, ...fixedShareLines]), amount: moneySchema });
export type BudgetLine = z.infer<typeof budgetLineSchema>;
