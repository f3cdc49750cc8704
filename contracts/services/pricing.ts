/** Prices as the Monetization service recommends them. */
import * as z from "zod";
import { filledText } from "../filled-text.ts";
import { idSchema } from "../ids.ts";
import { currencySchema, moneySchema } from "../money.ts";
import { assumptionSchema, estimateSchema } from "./estimate.ts";

export const pricingStrategies = ["value-based", "competitor-based", "cost-plus", "equal"] as const;
export const pricingStrategySchema = z.enum(pricingStrategies);
export type PricingStrategy = z.infer<typeof pricingStrategySchema>;

const minorSchema = z.int().min(0).max(1e9);
const commandIdSchema = z.string().min(1).max(200);

/** A price somebody else asks, in minor units of the request's currency. */
export const competitorPriceSchema = z.object({
  name: z.string().max(200).optional(),
  minor: minorSchema,
  evidenceId: z.string().max(200).optional(),
});

/** Demand for the sensitivity table. See docs/reference/monetization.md for the three curves. */
export const demandModels = ["saturating", "capped", "unbounded"] as const;
export type DemandModel = (typeof demandModels)[number];

export const recommendPriceRequestSchema = z.object({
  commandId: commandIdSchema,
  nicheId: idSchema("niche").optional(),
  nicheName: filledText(200),
  /** What the recommendation as a whole rests on; single numbers name their own. */
  evidenceIds: z.array(z.string().min(1).max(200)).max(500).default([]),
  currency: currencySchema,
  /** Monthly cost of serving one paying user, minor units. */
  costPerUser: estimateSchema(0, 1e9),
  /** Monthly price of the nearest alternative, minor units. Unknown: leave it out, and only cost-plus is offered. */
  competitorPrice: estimateSchema(0, 1e9).optional(),
  /** Several alternatives: their median is the competitor price and their quartiles its range. Not together with `competitorPrice`. */
  competitorPrices: z.array(competitorPriceSchema).min(1).max(200).optional(),
  /** Worth to the buyer relative to the competitor's offer: 1 = the same. */
  valuePerception: estimateSchema(0, 5).default(1),
  /** 0 = buyers do not look at the price, 1 = at nothing else. */
  priceSensitivity: estimateSchema(0, 1).default(0.5),
  /** Share of the price that is to stay after the cost per user. */
  profitMargin: estimateSchema(0, 0.95).default(0.3),
  /** Buyers who could be reached at all. */
  marketSize: z.int().min(1).max(1e9),
  /** Price elasticity of demand at the recommended price, as a positive number. */
  elasticity: estimateSchema(0.01, 20),
  /** Share of the market that buys at the recommended price. */
  shareAtPrice: estimateSchema(0.0001, 0.95).default(0.05),
  /** Overrides the choice. */
  strategy: pricingStrategySchema.optional(),
  /** Names of the paid tiers, cheapest first; each costs twice the one before. */
  tierNames: z.array(filledText(60)).min(1).max(6).default(["Basic", "Pro", "Premium"]),
  freeTier: z.boolean().default(false),
});
export type RecommendPriceRequest = z.input<typeof recommendPriceRequestSchema>;
export type RecommendPriceInput = z.output<typeof recommendPriceRequestSchema>;

export const strategyPriceSchema = z.object({
  strategy: pricingStrategySchema,
  /** False when an input that the strategy needs is unknown; then there are no prices. */
  available: z.boolean(),
  price: moneySchema.nullable(),
  /** Extremes of the price while every assumption moves within its range. */
  low: moneySchema.nullable(),
  high: moneySchema.nullable(),
  /** The formula with its weights, or why there is no price. */
  explanation: z.string(),
});
export type StrategyPrice = z.infer<typeof strategyPriceSchema>;

export const priceTierSchema = z.object({
  name: z.string(),
  multiplier: z.number(),
  price: moneySchema,
  low: moneySchema,
  high: moneySchema,
});
export type PriceTier = z.infer<typeof priceTierSchema>;

/** Lowest and highest chosen price while one assumption moves through its range and the others stand still. */
export const priceDriverSchema = z.object({ assumption: z.string(), lowest: moneySchema, highest: moneySchema, swing: moneySchema });

export const sensitivityPointSchema = z.object({
  multiplier: z.number(),
  price: moneySchema,
  /** Whole buyers. */
  demand: z.int(),
  revenue: moneySchema,
  /** Revenue less cost per user. */
  profit: moneySchema,
});
export type SensitivityPoint = z.infer<typeof sensitivityPointSchema>;

export const sensitivityOptimumSchema = z.object({
  price: moneySchema,
  /** Extremes of the optimal price over the corners of the ranges of elasticity and share. */
  low: moneySchema,
  high: moneySchema,
  demand: z.int(),
  revenue: moneySchema,
  profit: moneySchema,
  /** `interior`: less on both sides. `kink`: where the cap begins. `edge`: still rising at the dearest price tried. `flat`: any price earns the same. */
  kind: z.enum(["interior", "kink", "edge", "flat"]),
  explanation: z.string(),
});
export type SensitivityOptimum = z.infer<typeof sensitivityOptimumSchema>;

export const sensitivitySchema = z.object({
  model: z.enum(demandModels),
  points: z.array(sensitivityPointSchema),
  revenueOptimum: sensitivityOptimumSchema,
  profitOptimum: sensitivityOptimumSchema,
  assumptions: z.array(assumptionSchema),
});
export type Sensitivity = z.infer<typeof sensitivitySchema>;

export const sensitivityRequestSchema = z.object({
  currency: currencySchema,
  /** Price at which the elasticity holds, minor units. */
  basePrice: z.int().min(1).max(1e9),
  marketSize: z.int().min(1).max(1e9),
  elasticity: estimateSchema(0.01, 20).default(1),
  /** Used by `saturating`. The other two sell to the whole market at the base price, as the predecessor did. */
  shareAtPrice: estimateSchema(0.0001, 0.95).default(0.05),
  costPerUser: minorSchema.default(0),
  model: z.enum(demandModels).default("saturating"),
  /** Prices tried, as multiples of the base price. */
  multipliers: z.array(z.number().min(0.01).max(100)).min(2).max(50).default([0.5, 0.75, 1, 1.25, 1.5]),
});
export type SensitivityRequest = z.input<typeof sensitivityRequestSchema>;
export type SensitivityInput = z.output<typeof sensitivityRequestSchema>;

export const priceRecommendationSchema = z.object({
  id: idSchema("price"),
  nicheId: z.string().optional(),
  nicheName: z.string(),
  evidenceIds: z.array(z.string()),
  /** Monthly price of the entry tier. */
  price: moneySchema,
  low: moneySchema,
  high: moneySchema,
  strategy: pricingStrategySchema,
  /** Why this strategy was chosen. */
  reason: z.string(),
  strategies: z.array(strategyPriceSchema),
  tiers: z.array(priceTierSchema),
  drivers: z.array(priceDriverSchema),
  sensitivity: sensitivitySchema,
  assumptions: z.array(assumptionSchema),
  /** What the reader must know before using the price, for example that it lies below cost. */
  warnings: z.array(z.string()),
  /** Name and version of the method. */
  method: z.string(),
  createdAt: z.iso.datetime(),
});
export type PriceRecommendation = z.infer<typeof priceRecommendationSchema>;
