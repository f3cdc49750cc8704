import { describe, expect, it } from "vitest";
import { idSchema } from "../ids.ts";
import { kernelEvents } from "./actors.ts";
import { agentTeamEvents } from "./agent-teams.ts";
import { installation, modelEvents } from "./ai-models.ts";
import { authEvents } from "./auth.ts";
import { catalogue, currentVersion, eventEnvelopeSchema, eventTypes, schemaOf, type EventCatalogue } from "./index.ts";
import { marketingEvents } from "./marketing.ts";
import { monetizationEvents } from "./monetization.ts";
import { nicheEvents } from "./niche-analysis.ts";
import { opportunityWeightsEvents } from "./opportunity-weights.ts";

const parts: EventCatalogue[] = [
  kernelEvents,
  agentTeamEvents,
  authEvents,
  marketingEvents,
  modelEvents,
  monetizationEvents,
  nicheEvents,
  opportunityWeightsEvents,
];

describe("the catalogue of events", () => {
  it.each(eventTypes)("names %s as the envelope wants it, with a schema for each version up to today's", (type) => {
    expect(eventEnvelopeSchema.shape.type.safeParse(type).success).toBe(true);
    const current = currentVersion(type) ?? 0;
    const versions = Array.from({ length: current }, (_, index) => index + 1);
    expect(versions.length).toBeGreaterThan(0);
    expect(Object.keys(catalogue[type]).map(Number)).toEqual(versions);
    for (const version of versions) expect(schemaOf(type, version)?.safeParse(undefined).success).toBe(false);
  });

  it("lets every type be written by one service only", () => {
    const types = parts.flatMap((part) => Object.keys(part));
    expect(new Set(types).size).toBe(types.length);
    expect(eventTypes.toSorted()).toEqual(types.toSorted());
  });

  it("knows neither other types nor versions to come", () => {
    expect(currentVersion("niche.exploded")).toBeUndefined();
    expect(schemaOf("niche.exploded", 1)).toBeUndefined();
    expect(schemaOf("niche.created", 0)).toBeUndefined();
    expect(schemaOf("niche.created", (currentVersion("niche.created") ?? 0) + 1)).toBeUndefined();
  });

  it("puts what belongs to no tenant into an organisation that has the form of one", () => {
    expect(idSchema("organisation").safeParse(installation).success).toBe(true);
  });
});
