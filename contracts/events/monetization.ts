/** Events that the monetization service writes. */
import * as z from "zod";
import { moneySchema } from "../money.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

/** Subject `price/<organisation>/<price id>`. */
const priceRecommended = z.object({
  priceId: z.string(),
  nicheId: z.string().optional(),
  nicheName: z.string(),
  strategy: z.string(),
  price: moneySchema,
  low: moneySchema,
  high: moneySchema,
  tiers: z.array(z.object({ name: z.string(), price: moneySchema })),
});

/** Subject `projection/<organisation>/<projection id>`. */
const projectionCreated = z.object({
  projectionId: z.string(),
  nicheId: z.string().optional(),
  priceId: z.string().optional(),
  months: z.int(),
  paths: z.int(),
  seed: z.int(),
  mrrAtEnd: z.object({ p5: moneySchema, p50: moneySchema, p95: moneySchema, deterministic: moneySchema }),
  target: z.object({ mrr: moneySchema, probabilityAtEnd: z.number(), medianMonth: z.int().nullable() }).optional(),
});

export const monetizationEvents = {
  "price.recommended": { 1: priceRecommended },
  "projection.created": { 1: projectionCreated },
} satisfies EventCatalogue;

export type PriceRecommended = z.infer<typeof priceRecommended>;
export type ProjectionCreated = z.infer<typeof projectionCreated>;
