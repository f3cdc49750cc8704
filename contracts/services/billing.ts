/** Billing and revenue arithmetic that the Monetization service answers without storing anything. */
import * as z from "zod";
import { currencySchema, moneySchema } from "../money.ts";

/** An exact decimal as text: "0.1" minor units is a tenth of a cent. */
export const decimalTextSchema = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,12})?$/, 'must be a decimal number of zero or more, as text, such as "0.08"');
const minorSchema = z.int().min(0).max(1e12);
const dateSchema = z.iso.date();
/** "0.1" = 10 %. */
const shareTextSchema = decimalTextSchema.refine((text) => Number(text) <= 1, "must be at most 1");

/** A band up to and including `upTo`; the last one has `null`. */
const tiersSchema = z
  .array(z.object({ upTo: decimalTextSchema.nullable(), rate: decimalTextSchema }))
  .min(1)
  .max(50)
  .refine(
    (tiers) =>
      tiers.every(({ upTo }, index) =>
        index === tiers.length - 1 ? upTo === null : upTo !== null && Number(upTo) > Number(tiers[index - 1]?.upTo ?? 0),
      ),
    "upTo must rise from above 0, and only the last band has none (null)",
  );

/** Rates and amounts are minor units as decimal text. */
export const billingRuleSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("flat"), amount: decimalTextSchema }),
  z.object({ kind: z.literal("per-unit"), rate: decimalTextSchema, free: decimalTextSchema.default("0") }),
  z.object({ kind: z.literal("graduated"), tiers: tiersSchema }),
  z.object({ kind: z.literal("volume"), tiers: tiersSchema }),
  z.object({
    kind: z.literal("package"),
    size: decimalTextSchema.refine((text) => Number(text) > 0, "must be above 0"),
    price: decimalTextSchema,
    overageRate: decimalTextSchema.nullable().default(null),
  }),
]);

const meterSchema = z.object({
  metric: z.string().min(1).max(100),
  rule: billingRuleSchema,
  /** Of those reached, the one with the largest `from` holds. */
  discounts: z
    .array(z.object({ from: decimalTextSchema, share: shareTextSchema }))
    .max(50)
    .default([]),
  minimum: minorSchema.nullable().default(null),
  maximum: minorSchema.nullable().default(null),
});

export const usageBillRequestSchema = z.object({
  currency: currencySchema,
  baseFee: minorSchema.default(0),
  meters: z.array(meterSchema).min(1).max(50),
  /** Quantity by metric. */
  usage: z.record(z.string().max(100), decimalTextSchema),
  /** Due at least, and at most, for the whole bill. */
  minimum: minorSchema.nullable().default(null),
  maximum: minorSchema.nullable().default(null),
});
export type UsageBillRequest = z.input<typeof usageBillRequestSchema>;
export type UsageBillInput = z.output<typeof usageBillRequestSchema>;

export const usageBillSchema = z.object({
  /** `amount` is exact: minor units as decimal text. */
  lines: z.array(z.object({ metric: z.string(), quantity: z.string(), amount: z.string() })),
  /** Exact sum before the limits. */
  uncapped: z.string(),
  /** The one rounded figure, halves away from zero. */
  total: moneySchema,
});
export type UsageBill = z.infer<typeof usageBillSchema>;

export const billingIntervals = ["day", "week", "month", "quarter", "year"] as const;

export const prorationRequestSchema = z.object({
  currency: currencySchema,
  /** Prices of a whole period, minor units. */
  oldPrice: minorSchema,
  newPrice: minorSchema,
  periodStart: dateSchema,
  interval: z.enum(billingIntervals).default("month"),
  /** First day on the new plan. */
  changeOn: dateSchema,
});
export type ProrationRequest = z.input<typeof prorationRequestSchema>;

export const prorationSchema = z.object({
  action: z.enum(["charge", "refund", "none"]),
  amount: moneySchema,
  /** Before rounding, minor units. */
  exactAmount: z.number(),
  daysUsed: z.int(),
  daysRemaining: z.int(),
  periodDays: z.int(),
  periodEnd: z.string(),
});
export type Proration = z.infer<typeof prorationSchema>;

export const invoiceRequestSchema = z.object({
  currency: currencySchema,
  lines: z
    .array(
      z.object({
        description: z.string().max(500).default(""),
        quantity: decimalTextSchema,
        unitPrice: minorSchema,
        discount: minorSchema.default(0),
        taxRate: shareTextSchema.default("0"),
      }),
    )
    .min(1)
    .max(500),
  /** A fixed amount, or a share of the subtotal. */
  fees: z
    .array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("fixed"), minor: minorSchema }),
        z.object({ kind: z.literal("share"), share: shareTextSchema }),
      ]),
    )
    .max(50)
    .default([]),
  payments: z.array(minorSchema).max(500).default([]),
});
export type InvoiceRequest = z.input<typeof invoiceRequestSchema>;
export type InvoiceInput = z.output<typeof invoiceRequestSchema>;

export const invoiceTotalsSchema = z.object({
  subtotal: moneySchema,
  discount: moneySchema,
  taxable: moneySchema,
  tax: moneySchema,
  fees: moneySchema,
  total: moneySchema,
  paid: moneySchema,
  /** Below zero when more was paid than asked. */
  balance: moneySchema,
  status: z.enum(["pending", "partially_paid", "paid"]),
});
export type InvoiceTotals = z.infer<typeof invoiceTotalsSchema>;

export const recurringRevenueRequestSchema = z.object({
  currency: currencySchema,
  subscriptions: z
    .array(
      z.object({
        plan: z.string().min(1).max(100),
        status: z.enum(["active", "trial", "past_due", "paused", "cancelled"]),
        /** Minor units an interval, discounts taken off. */
        amount: z.int().min(0).max(1e9),
        interval: z.enum(billingIntervals).default("month"),
      }),
    )
    .max(10_000),
});
export type RecurringRevenueRequest = z.input<typeof recurringRevenueRequestSchema>;
export type RecurringRevenueInput = z.output<typeof recurringRevenueRequestSchema>;

export const recurringRevenueSchema = z.object({
  mrr: moneySchema,
  arr: moneySchema,
  byPlan: z.record(z.string(), moneySchema),
  /** Subscriptions counted: active and past due. */
  subscriptions: z.int(),
  averagePerSubscription: moneySchema.nullable(),
});
export type RecurringRevenue = z.infer<typeof recurringRevenueSchema>;

export const churnRequestSchema = z.object({
  /** The window, [from, to). */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  subscriptions: z
    .array(z.object({ startedAt: z.iso.datetime({ offset: true }), endedAt: z.iso.datetime({ offset: true }).nullable() }))
    .max(10_000),
});
export type ChurnRequest = z.input<typeof churnRequestSchema>;
export type ChurnInput = z.output<typeof churnRequestSchema>;

export const churnSchema = z.object({
  atStart: z.int(),
  lost: z.int(),
  /** lost / atStart; null when nobody was there. */
  rate: z.number().nullable(),
  retention: z.number().nullable(),
  /** 95 % Wilson interval of the rate. */
  interval: z.object({ low: z.number(), high: z.number() }),
});
export type Churn = z.infer<typeof churnSchema>;

export const profitRequestSchema = z.object({
  currency: currencySchema,
  /** What was sold in a month: price in minor units and paying users of each tier. */
  tiers: z.array(z.object({ id: z.string().min(1).max(100), price: z.int().min(0).max(1e9), users: z.int().min(0).max(1e5) })).max(50),
  /** Costs of the month by name, minor units. */
  costs: z.record(z.string().max(100), minorSchema).default({}),
});
export type ProfitRequest = z.input<typeof profitRequestSchema>;
export type ProfitInput = z.output<typeof profitRequestSchema>;

export const profitSchema = z.object({
  totalRevenue: moneySchema,
  totalUsers: z.int(),
  /** Revenue per user, rounded; null without users. */
  arpu: moneySchema.nullable(),
  totalCosts: moneySchema,
  profit: moneySchema,
  /** Percent of revenue; null without revenue. */
  profitMargin: z.number().nullable(),
});
export type Profit = z.infer<typeof profitSchema>;
