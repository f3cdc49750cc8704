/** The event that tells others of a new plan. */
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { MarketingPlanCreated } from "../../contracts/events/marketing.ts";
import type { Money } from "../../contracts/money.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { MarketingPlan } from "../../contracts/services/marketing.ts";
import { isPublishable } from "./domain/plan.ts";

/** The command that brought the plan about. */
export interface Cause {
  principal: Principal;
  commandId: string;
  /** Epoch milliseconds. */
  now: number;
  /** As requested; the plan's own lines are empty when nothing can be spent. */
  budget: Money;
}

/** A plan never changes, so its first event is its only one. */
export function planCreated(plan: MarketingPlan, { principal, commandId, now, budget }: Cause): EventEnvelope {
  const { organisation } = principal;
  const data: MarketingPlanCreated = {
    planId: plan.id,
    nicheId: plan.niche.id,
    nicheName: plan.niche.name,
    productName: plan.productName,
    channels: plan.channels.map(({ channel }) => channel),
    budget,
    contentTitles: plan.content.map(({ title }) => title),
    publishable: isPublishable(plan),
    createdBy: plan.createdBy,
  };
  return envelope({
    source: "/marketing",
    type: "marketing-plan.created",
    dataversion: 1,
    subject: `marketing-plan/${organisation}/${plan.id}`,
    sequence: 1,
    organisation,
    time: now,
    causationid: commandId,
    data,
  });
}
