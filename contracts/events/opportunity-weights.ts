/** Events of an organisation's weights. Subject: `opportunity-weights/organisation/weights`. */
import * as z from "zod";
import { weightSources } from "../services/niche-opportunity.ts";
import { factorWeightsSchema } from "../services/niche-weights.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

/** From now on all scores of the organisation are made with these. */
export const opportunityWeightsSetSchema = z.object({
  version: z.int().min(1),
  source: z.enum(weightSources),
  weights: factorWeightsSchema,
  /** Of judgements. */
  consistencyRatio: z.number().optional(),
  setBy: z.string(),
});
export type OpportunityWeightsSet = z.infer<typeof opportunityWeightsSetSchema>;

export const opportunityWeightsEvents = { "opportunity-weights.set": { 1: opportunityWeightsSetSchema } } satisfies EventCatalogue;
