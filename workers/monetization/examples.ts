/** Requests that work as they stand, for the API's description. */
import type * as contract from "../../contracts/services/monetization.ts";

export const price: Omit<contract.RecommendPriceRequest, "commandId"> = {
  nicheName: "Label printing for bakeries",
  currency: "USD",
  costPerUser: { value: 500, low: 400, high: 600 },
  competitorPrices: [
    { name: "LabelWorks", minor: 1500 },
    { name: "Printwell", minor: 1999 },
    { name: "BakeTag", minor: 2500 },
  ],
  valuePerception: { value: 0.8, low: 0.6, high: 1 },
  priceSensitivity: 0.7,
  marketSize: 4000,
  elasticity: { value: 1.2, low: 0.9, high: 1.6 },
};

export const projection: Omit<contract.ProjectRevenueRequest, "commandId"> = {
  currency: "USD",
  inputs: {
    acquisition: { value: 50, low: 30, high: 80 },
    conversion: { successes: 12, trials: 240 },
    churn: { value: 0.05, low: 0.03, high: 0.09 },
  },
  prices: [
    { tier: "Basic", minor: 1499, share: 0.6 },
    { tier: "Pro", minor: 2999, share: 0.3 },
    { tier: "Premium", minor: 5899, share: 0.1 },
  ],
  seed: 42,
  targetMrr: 500_000,
};

export const sensitivity: contract.SensitivityRequest = {
  currency: "USD",
  basePrice: 2000,
  marketSize: 1000,
  elasticity: 0.8,
  shareAtPrice: 0.5,
  costPerUser: 500,
};

export const lifetimeValue: contract.LifetimeValueRequest = { currency: "USD", arpu: 1500, churn: 0.05, acquisitionCost: 6000 };

export const usageBill: contract.UsageBillRequest = {
  currency: "USD",
  baseFee: 1000,
  meters: [
    { metric: "api_calls", rule: { kind: "per-unit", rate: "0.1", free: "1000" } },
    {
      metric: "tokens",
      rule: {
        kind: "graduated",
        tiers: [
          { upTo: "1000", rate: "0.1" },
          { upTo: "10000", rate: "0.08" },
          { upTo: null, rate: "0.05" },
        ],
      },
      discounts: [{ from: "100000", share: "0.1" }],
    },
  ],
  usage: { api_calls: "2500", tokens: "150000" },
};

export const proration: contract.ProrationRequest = {
  currency: "USD",
  oldPrice: 2000,
  newPrice: 1000,
  periodStart: "2023-06-01",
  changeOn: "2023-06-15",
};

export const invoice: contract.InvoiceRequest = {
  currency: "USD",
  lines: [
    { description: "Basic plan", quantity: "2", unitPrice: 1000, discount: 500, taxRate: "0.1" },
    { description: "Set-up", quantity: "1", unitPrice: 3000, taxRate: "0.2" },
  ],
  fees: [
    { kind: "fixed", minor: 500 },
    { kind: "share", share: "0.1" },
  ],
  payments: [2000],
};

export const recurringRevenue: contract.RecurringRevenueRequest = {
  currency: "USD",
  subscriptions: [
    { plan: "basic", status: "active", amount: 1000 },
    { plan: "premium", status: "active", amount: 60_000, interval: "year" },
  ],
};

export const churn: contract.ChurnRequest = {
  from: "2023-06-01T00:00:00Z",
  to: "2023-07-01T00:00:00Z",
  subscriptions: [
    { startedAt: "2023-01-05T00:00:00Z", endedAt: null },
    { startedAt: "2023-02-09T00:00:00Z", endedAt: "2023-06-15T00:00:00Z" },
  ],
};

export const profit: contract.ProfitRequest = {
  currency: "USD",
  tiers: [
    { id: "basic", price: 1000, users: 100 },
    { id: "pro", price: 2500, users: 20 },
  ],
  costs: { infrastructure: 10_000, development: 50_000, marketing: 20_000, support: 5_000 },
};
