/** The weights of an organisation in the niche-analysis database. */
import { eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { opportunityWeightsSchema, type OpportunityWeights } from "../../contracts/services/niche-weights.ts";
import { defaultChoice, type ChosenWeights } from "./domain/opportunity/own-weights.ts";
import type { Weighted } from "./domain/opportunity/score.ts";
import { opportunityWeights } from "./schema.ts";

const chosenSchema = opportunityWeightsSchema.omit({ id: true, version: true, setBy: true, setAt: true });

/** Those that were set last, or the product's own at version 0. */
export async function readWeights(db: DrizzleD1Database, organisation: string): Promise<OpportunityWeights> {
  const [row] = await db.select().from(opportunityWeights).where(eq(opportunityWeights.organisation, organisation));
  if (!row) return { id: "opportunity-weights", version: 0, ...defaultChoice };
  const { version, chosen, setBy, setAt } = row;
  return { id: "opportunity-weights", version, ...chosenSchema.parse(JSON.parse(chosen)), setBy, setAt };
}

/** What scores need of them. */
export function weightedBy({ weights, source, version }: OpportunityWeights): Weighted {
  return { weights, used: { source, version } };
}

/** Writes version `next.version`; fails, and with it its batch, when the one before is not what is stored. */
export function writeWeights(db: DrizzleD1Database, organisation: string, next: OpportunityWeights): BatchItem<"sqlite"> {
  const { version, source, weights, method, judgements, consistency, setBy = "", setAt = "" } = next;
  const choice: ChosenWeights = { source, weights, method, ...(judgements && { judgements }), ...(consistency && { consistency }) };
  const chosen = JSON.stringify(choice);
  return db
    .insert(opportunityWeights)
    .values({ organisation, version, chosen, setBy, setAt })
    .onConflictDoUpdate({
      target: opportunityWeights.organisation,
      set: {
        version: sql`CASE WHEN ${opportunityWeights.version} = ${version - 1} THEN ${version} END`,
        chosen,
        setBy,
        setAt,
      },
    });
}
