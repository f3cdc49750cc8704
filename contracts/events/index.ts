/** The catalogue: every event type with the schema of its data, per version. A type that is not here cannot be published. */
import type * as z from "zod";
import { kernelEvents } from "./actors.ts";
import { agentTeamEvents } from "./agent-teams.ts";
import { authEvents } from "./auth.ts";
import type { EventCatalogue } from "./event-catalogue.ts";
import { marketingEvents } from "./marketing.ts";
import { modelEvents } from "./ai-models.ts";
import { monetizationEvents } from "./monetization.ts";
import { nicheEvents } from "./niche-analysis.ts";
import { opportunityWeightsEvents } from "./opportunity-weights.ts";

export const catalogue = {
  ...agentTeamEvents,
  ...authEvents,
  ...kernelEvents,
  ...marketingEvents,
  ...modelEvents,
  ...monetizationEvents,
  ...nicheEvents,
  ...opportunityWeightsEvents,
} satisfies EventCatalogue;

export type EventType = keyof typeof catalogue;
export const eventTypes = Object.keys(catalogue) as EventType[];

/** The version written today. */
export function currentVersion(type: string): number | undefined {
  const versions = (catalogue as EventCatalogue)[type];
  return versions && Math.max(...Object.keys(versions).map(Number));
}

export function schemaOf(type: string, version: number): z.ZodType | undefined {
  return (catalogue as EventCatalogue)[type]?.[version];
}

export * from "./envelope.ts";
export type { EventCatalogue } from "./event-catalogue.ts";
