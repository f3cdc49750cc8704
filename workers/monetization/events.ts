/** The events that tell others of a new price or projection. */
import { envelope, type EventEnvelope } from "../../contracts/events/index.ts";
import type { PriceRecommended, ProjectionCreated } from "../../contracts/events/monetization.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { PriceRecommendation, RevenueProjection } from "../../contracts/services/monetization.ts";

/** The command that brought the thing about. */
export interface Cause {
  principal: Principal;
  commandId: string;
  /** Epoch milliseconds. */
  now: number;
}

export function priceRecommended(price: PriceRecommendation, cause: Cause): EventEnvelope {
  const { id, nicheId, nicheName, strategy, low, high } = price;
  const tiers = price.tiers.map((tier) => ({ name: tier.name, price: tier.price }));
  const data: PriceRecommended = { priceId: id, nicheId, nicheName, strategy, price: price.price, low, high, tiers };
  return first("price", id, "price.recommended", data, cause);
}

export function projectionCreated(projection: RevenueProjection, cause: Cause): EventEnvelope {
  const { id, nicheId, priceId, months, paths, seed, mrrAtEnd, target } = projection;
  const outlook = target && { mrr: target.mrr, probabilityAtEnd: target.probabilityAtEnd, medianMonth: target.medianMonth };
  const data: ProjectionCreated = { projectionId: id, nicheId, priceId, months, paths, seed, mrrAtEnd, target: outlook };
  return first("projection", id, "projection.created", data, cause);
}

/** Prices and projections never change, so their first event is their only one. */
function first(kind: string, id: string, type: string, data: unknown, { principal, commandId, now }: Cause): EventEnvelope {
  const { organisation } = principal;
  return envelope({
    source: "/monetization",
    type,
    dataversion: 1,
    subject: `${kind}/${organisation}/${id}`,
    sequence: 1,
    organisation,
    time: now,
    causationid: commandId,
    data,
  });
}
