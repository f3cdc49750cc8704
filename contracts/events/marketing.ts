/** Events that the marketing service writes. Subject: `marketing-plan/organisation/id`. */
import * as z from "zod";
import { moneySchema } from "../money.ts";
import { channels } from "../services/marketing-channels.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

export const marketingPlanCreatedSchema = z.object({
  planId: z.string(),
  nicheId: z.string(),
  nicheName: z.string(),
  productName: z.string(),
  /** Best first. */
  channels: z.array(z.enum(channels)),
  budget: moneySchema,
  contentTitles: z.array(z.string()),
  publishable: z.boolean(),
  createdBy: z.string(),
});
export type MarketingPlanCreated = z.infer<typeof marketingPlanCreatedSchema>;

export const marketingEvents = { "marketing-plan.created": { 1: marketingPlanCreatedSchema } } satisfies EventCatalogue;
