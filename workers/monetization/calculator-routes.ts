/** REST of the sums that store nothing: sensitivity, lifetime value, billing, recurring revenue, churn, profit. */
import { createRoute, type z } from "@hono/zod-openapi";
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import * as contract from "../../contracts/services/monetization.ts";
import { serviceApp } from "../kit/app.ts";
import { jsonAnswer, problems } from "../kit/openapi.ts";
import { answer } from "../kit/problem.ts";
import { body } from "./body.ts";
import * as examples from "./examples.ts";

export interface RoutesEnv {
  SELF: contract.MonetizationService;
}

export const calculatorRoutes = serviceApp<RoutesEnv>();

interface Calculator<Request extends z.ZodType> {
  path: string;
  operationId: string;
  summary: string;
  request: Request;
  example: z.input<Request>;
  response: z.ZodType;
  run(service: contract.MonetizationService, principal: Principal, request: z.input<Request>): Promise<Result<unknown>>;
}

/** A POST that computes: safe to repeat, nothing to record. */
function calculator<Request extends z.ZodType>({ path, operationId, summary, request, example, response, run }: Calculator<Request>): void {
  const route = createRoute({
    method: "post",
    path,
    operationId,
    summary,
    request: { body: body(request, example) },
    responses: { 200: jsonAnswer(response, "The result"), ...problems },
  });
  calculatorRoutes.openapi(route, async (c) => answer(c, await run(c.env.SELF, c.var.principal, await c.req.json<z.input<Request>>())));
}

calculator({
  path: "/api/v1/pricing/sensitivity",
  operationId: "analysePriceSensitivity",
  summary: "Buyers, revenue and profit at a row of prices, and the best price",
  request: contract.sensitivityRequestSchema,
  example: examples.sensitivity,
  response: contract.sensitivitySchema,
  run: (service, principal, request) => service.sensitivity(principal, request),
});

calculator({
  path: "/api/v1/pricing/lifetime-value",
  operationId: "calculateLifetimeValue",
  summary: "What a paying user is worth, and when winning one has paid off",
  request: contract.lifetimeValueRequestSchema,
  example: examples.lifetimeValue,
  response: contract.lifetimeValueSchema,
  run: (service, principal, request) => service.lifetimeValue(principal, request),
});

calculator({
  path: "/api/v1/pricing/usage-bills",
  operationId: "calculateUsageBill",
  summary: "What metered usage costs under a tariff",
  request: contract.usageBillRequestSchema,
  example: examples.usageBill,
  response: contract.usageBillSchema,
  run: (service, principal, request) => service.usageBill(principal, request),
});

calculator({
  path: "/api/v1/subscriptions/prorations",
  operationId: "calculateProration",
  summary: "What a change of plan within a period charges or refunds",
  request: contract.prorationRequestSchema,
  example: examples.proration,
  response: contract.prorationSchema,
  run: (service, principal, request) => service.prorate(principal, request),
});

calculator({
  path: "/api/v1/subscriptions/invoice-totals",
  operationId: "calculateInvoiceTotals",
  summary: "Sums of an invoice: discounts, tax, fees, balance",
  request: contract.invoiceRequestSchema,
  example: examples.invoice,
  response: contract.invoiceTotalsSchema,
  run: (service, principal, request) => service.invoiceTotals(principal, request),
});

calculator({
  path: "/api/v1/subscriptions/recurring-revenue",
  operationId: "calculateRecurringRevenue",
  summary: "Monthly and annual recurring revenue of a list of subscriptions",
  request: contract.recurringRevenueRequestSchema,
  example: examples.recurringRevenue,
  response: contract.recurringRevenueSchema,
  run: (service, principal, request) => service.recurringRevenue(principal, request),
});

calculator({
  path: "/api/v1/subscriptions/churn",
  operationId: "calculateChurn",
  summary: "Share of the subscriptions running at the start of a window that ended within it",
  request: contract.churnRequestSchema,
  example: examples.churn,
  response: contract.churnSchema,
  run: (service, principal, request) => service.churn(principal, request),
});

calculator({
  path: "/api/v1/subscriptions/profit",
  operationId: "calculateProfit",
  summary: "Revenue of the tiers sold in a month, less costs",
  request: contract.profitRequestSchema,
  example: examples.profit,
  response: contract.profitSchema,
  run: (service, principal, request) => service.profit(principal, request),
});
