/** RPC of the Marketing service: plans from a niche's own evidence, readability and tone of a text, evaluation of an experiment. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import type { ExperimentReport, ExperimentRequest } from "./marketing-experiment.ts";
import { planChannelSchema, budgetLineSchema, businessTypes, goals, planMethods } from "./marketing-channels.ts";
import { contentSchema, type TextReport } from "./marketing-content.ts";
import { moneySchema } from "../money.ts";
import type { Page, PageQuery } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { ServiceLife } from "./common.ts";

export * from "./marketing-channels.ts";
export * from "./marketing-content.ts";
export * from "./marketing-experiment.ts";

const evidenceId = z.string().min(1).max(200);

/** Something a person really wrote, as stored. Untrusted text: it is shown, never obeyed and never interpreted as markup. */
export const planQuoteSchema = z.object({ evidenceId, text: z.string().min(1).max(10_000) });

export const planThemeSchema = z.object({
  id: z.string().min(1).max(200),
  label: z.string().min(1).max(200),
  /** What kind of need it is, where known; it decides which wording fits. */
  need: z.enum(["bug", "feature-request", "how-to", "alternative-seeking", "willingness-to-pay", "workaround"]).optional(),
  /** Words that people use for it, most telling first. */
  keywords: z.array(z.string().min(1).max(80)).max(20).default([]),
  /** How many of how many distinct authors (or texts) name it. Without `low` and `high` a 95 % Wilson interval is computed. */
  share: z
    .object({
      count: z.int().min(0),
      of: z.int().min(1),
      low: z.number().min(0).max(1).optional(),
      high: z.number().min(0).max(1).optional(),
      unit: z.enum(["authors", "texts"]).default("authors"),
    })
    .refine(({ count, of }) => count <= of, "count must not exceed of")
    .optional(),
  /** How many of its texts complain. The copy speaks of complaints only where this is known. */
  complaint: z
    .object({ count: z.int().min(0), of: z.int().min(1) })
    .refine(({ count, of }) => count <= of, "count must not exceed of")
    .optional(),
  quotes: z.array(planQuoteSchema).min(1).max(50),
});
export type PlanTheme = z.infer<typeof planThemeSchema>;

export const planNicheSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  /** Most important first: the copy leads with the first. */
  themes: z.array(planThemeSchema).min(1).max(20),
});

export const planPriceSchema = z.object({
  /** Id of the stored pricing result that the copy refers to. */
  id: z.string().min(1).max(200),
  amount: moneySchema.refine(({ minor }) => minor >= 0, "must not be negative"),
  period: z.enum(["month", "year", "once"]).default("month"),
});

/** Where the people of the audience can be met. */
export const places = ["search", "communities", "social", "inbox", "marketplaces", "press", "in-person", "local"] as const;

export const audienceSchema = z.object({
  /** Whom the page speaks to, as a noun: "people who cook for two". */
  description: z.string().min(1).max(200),
  /** Where they are known to be. Empty: unknown, and every channel's interval is wider. */
  places: z.array(z.enum(places)).max(places.length).default([]),
});

export const planRequestSchema = z.object({
  /** The caller's idempotency key: the same id gets the recorded plan. */
  commandId: z.string().min(1).max(200),
  niche: planNicheSchema,
  audience: audienceSchema,
  goals: z.array(z.enum(goals)).min(1).max(goals.length),
  businessType: z.enum(businessTypes).default("saas"),
  /** To spend a month. */
  budget: moneySchema.refine(({ minor }) => minor >= 0, "must not be negative"),
  productName: z.string().min(1).max(80).optional(),
  price: planPriceSchema.optional(),
  method: z.enum(planMethods).default("fit"),
  /** What the headline test assumes: the share of visitors who act today, and the smallest rise worth noticing (absolute). */
  experiment: z
    .object({ baseline: z.number().gt(0).lt(1), minimumEffect: z.number().gt(0).lt(1) })
    .refine(({ baseline, minimumEffect }) => baseline + minimumEffect < 1, "baseline and minimumEffect together must stay below 1")
    .optional(),
});
export type PlanRequest = z.input<typeof planRequestSchema>;
export type ParsedPlanRequest = z.infer<typeof planRequestSchema>;

/** A group of people, described by nothing but one theme of the evidence. */
export const personaSchema = z.object({
  themeId: z.string(),
  name: z.string(),
  /** Their words. */
  says: z.string(),
  share: z.object({ count: z.int(), of: z.int(), low: z.number(), high: z.number() }).optional(),
  evidenceIds: z.array(z.string()),
});
export type Persona = z.infer<typeof personaSchema>;

export const planAssumptionSchema = z.object({ id: z.string(), statement: z.string(), source: z.string() });
export type Assumption = z.infer<typeof planAssumptionSchema>;

export const headlineTestSchema = z.object({
  /** The two headlines, both grounded. */
  variants: z.array(z.string()).length(2),
  baseline: z.number(),
  minimumEffect: z.number(),
  alpha: z.number(),
  power: z.number(),
  /** Visitors needed by each variant before the result may be read. */
  perVariant: z.int(),
});

export const planSchema = z.object({
  id: z.string(),
  niche: z.object({ id: z.string(), name: z.string() }),
  productName: z.string(),
  businessType: z.enum(businessTypes),
  goals: z.array(z.enum(goals)),
  method: z.enum(planMethods),
  /** Best first. */
  channels: z.array(planChannelSchema),
  /** Adds up to the requested budget to the last minor unit, or is empty when there is nothing to spend. */
  budget: z.array(budgetLineSchema),
  personas: z.array(personaSchema),
  /** One landing page, then three posts. */
  content: z.array(contentSchema),
  /** Absent when the evidence holds no second headline to test against. */
  headlineTest: headlineTestSchema.optional(),
  assumptions: z.array(planAssumptionSchema),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type MarketingPlan = z.infer<typeof planSchema>;

/** A plan in a list. */
export const planSummarySchema = planSchema.pick({ id: true, niche: true, productName: true, createdAt: true }).extend({
  topChannel: planChannelSchema.shape.channel,
  budget: moneySchema,
  /** False while any text still holds `[needs proof]`. */
  publishable: z.boolean(),
});
export type PlanSummary = z.infer<typeof planSummarySchema>;

export const textRequestSchema = z.object({ text: filledText(100_000) });
export type TextRequest = z.infer<typeof textRequestSchema>;

export interface MarketingService extends ServiceLife {
  /** Needs `marketing:write`. `invalid_input`, or `key_reused` when the command id was used with another request. */
  createPlan(principal: Principal, request: PlanRequest): Promise<Result<MarketingPlan>>;
  /** Needs `marketing:read`. */
  plan(principal: Principal, id: string): Promise<Result<MarketingPlan>>;
  /** Newest first. Needs `marketing:read`. */
  plans(principal: Principal, page: PageQuery): Promise<Result<Page<PlanSummary>>>;
  /** Six readability scores, counts and tone of an English text. Needs `marketing:read`. */
  analyseReadability(principal: Principal, request: TextRequest): Promise<Result<TextReport>>;
  /** Two or more variants against the first. Needs `marketing:read`. */
  analyseExperiment(principal: Principal, request: ExperimentRequest): Promise<Result<ExperimentReport>>;
}
