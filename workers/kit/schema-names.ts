/** Names of the schemas of the API, taken from the contracts themselves: `nicheDetailSchema` becomes the component `NicheDetail`. */
import * as z from "zod";
import * as actor from "../../contracts/actor.ts";
import * as money from "../../contracts/money.ts";
import * as nodeProtocol from "../../contracts/node-protocol.ts";
import * as principal from "../../contracts/principal.ts";
import * as result from "../../contracts/result.ts";
import * as actors from "../../contracts/services/actors.ts";
import * as agentTeams from "../../contracts/services/agent-teams.ts";
import * as aiModels from "../../contracts/services/ai-models.ts";
import * as auth from "../../contracts/services/auth.ts";
import * as billing from "../../contracts/services/billing.ts";
import * as database from "../../contracts/services/database.ts";
import * as estimate from "../../contracts/services/estimate.ts";
import * as eventBus from "../../contracts/services/event-bus.ts";
import * as channels from "../../contracts/services/marketing-channels.ts";
import * as content from "../../contracts/services/marketing-content.ts";
import * as experiment from "../../contracts/services/marketing-experiment.ts";
import * as marketing from "../../contracts/services/marketing.ts";
import * as monetization from "../../contracts/services/monetization.ts";
import * as nicheAnalysis from "../../contracts/services/niche-analysis.ts";
import * as evidence from "../../contracts/services/niche-evidence.ts";
import * as opportunity from "../../contracts/services/niche-opportunity.ts";
import * as themes from "../../contracts/services/niche-themes.ts";
import * as pricing from "../../contracts/services/pricing.ts";
import * as projections from "../../contracts/services/projections.ts";
import * as webhooks from "../../contracts/services/webhooks.ts";
import * as work from "../../contracts/work.ts";
import * as problem from "./problem.ts";

const modules: readonly Record<string, unknown>[] = [
  actor,
  money,
  nodeProtocol,
  principal,
  result,
  actors,
  agentTeams,
  aiModels,
  auth,
  billing,
  database,
  estimate,
  eventBus,
  channels,
  content,
  experiment,
  marketing,
  monetization,
  nicheAnalysis,
  evidence,
  opportunity,
  themes,
  pricing,
  projections,
  webhooks,
  work,
  problem,
];

/** What stands in a query is written out parameter by parameter: it is no component. */
const inQueries = /^(list|page|export)|QuerySchema$/;

let named = false;

/** Gives every schema that the contracts export its name. Throws when two different ones have the same. */
export function nameSchemas(): void {
  if (named) return;
  for (const [name, schema] of modules.flatMap((module) => Object.entries(module))) {
    if (!isComponent(schema) || !name.endsWith("Schema") || inQueries.test(name)) continue;
    if (!z.globalRegistry.has(schema)) z.globalRegistry.add(schema, { _internal: { refId: componentName(name) } });
  }
  named = true;
}

function isComponent(value: unknown): value is z.ZodType {
  return value instanceof z.ZodObject || value instanceof z.ZodDiscriminatedUnion || value instanceof z.ZodEnum;
}

function componentName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1, -"Schema".length);
}
