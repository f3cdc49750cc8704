/** RPC of the Monetization service: prices, revenue projections, and the sums around them. */
import * as z from "zod";
import { pageQuerySchema, type Page } from "../page.ts";
import type { Principal } from "../principal.ts";
import type { Result } from "../result.ts";
import type { ServiceLife } from "./common.ts";
import type {
  Churn,
  ChurnRequest,
  InvoiceRequest,
  InvoiceTotals,
  Profit,
  ProfitRequest,
  Proration,
  ProrationRequest,
  RecurringRevenue,
  RecurringRevenueRequest,
  UsageBill,
  UsageBillRequest,
} from "./billing.ts";
import type { PriceRecommendation, RecommendPriceRequest, Sensitivity, SensitivityRequest } from "./pricing.ts";
import type { LifetimeValue, LifetimeValueRequest, ProjectionSummary, ProjectRevenueRequest, RevenueProjection } from "./projections.ts";

export * from "./billing.ts";
export * from "./estimate.ts";
export * from "./pricing.ts";
export * from "./projections.ts";

/** Newest first; of one niche when `nicheId` is given. */
export const monetizationListSchema = pageQuerySchema.extend({ nicheId: z.string().max(100).optional() });
export type MonetizationList = z.input<typeof monetizationListSchema>;

export interface MonetizationService extends ServiceLife {
  /** Needs `monetization:write`. The same `commandId` answers what was recorded; with another input it is `key_reused`. */
  recommendPrice(principal: Principal, request: RecommendPriceRequest): Promise<Result<PriceRecommendation>>;
  /** Needs `monetization:write`. Idempotent by `commandId`, as above. */
  projectRevenue(principal: Principal, request: ProjectRevenueRequest): Promise<Result<RevenueProjection>>;
  /** These need `monetization:read`; what belongs to another organisation is `not_found`. */
  price(principal: Principal, id: string): Promise<Result<PriceRecommendation>>;
  prices(principal: Principal, list?: MonetizationList): Promise<Result<Page<PriceRecommendation>>>;
  projection(principal: Principal, id: string): Promise<Result<RevenueProjection>>;
  projections(principal: Principal, list?: MonetizationList): Promise<Result<Page<ProjectionSummary>>>;
  /** Arithmetic: needs `monetization:read`, stores nothing. */
  sensitivity(principal: Principal, request: SensitivityRequest): Promise<Result<Sensitivity>>;
  lifetimeValue(principal: Principal, request: LifetimeValueRequest): Promise<Result<LifetimeValue>>;
  usageBill(principal: Principal, request: UsageBillRequest): Promise<Result<UsageBill>>;
  prorate(principal: Principal, request: ProrationRequest): Promise<Result<Proration>>;
  invoiceTotals(principal: Principal, request: InvoiceRequest): Promise<Result<InvoiceTotals>>;
  recurringRevenue(principal: Principal, request: RecurringRevenueRequest): Promise<Result<RecurringRevenue>>;
  churn(principal: Principal, request: ChurnRequest): Promise<Result<Churn>>;
  profit(principal: Principal, request: ProfitRequest): Promise<Result<Profit>>;
}
