/** The Monetization service: prices, revenue projections, and the sums around them. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import { newId } from "../../contracts/ids.ts";
import type { Page } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import * as contract from "../../contracts/services/monetization.ts";
import { runOnce, type CommandCall } from "../kit/commands.ts";
import { drainOutbox } from "../kit/outbox.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import * as calculators from "./domain/calculators.ts";
import { exactly } from "./domain/exactly.ts";
import { lifetimeValue } from "./domain/lifetime.ts";
import { recommendPrice } from "./domain/pricing/recommendation.ts";
import { projectRevenue } from "./domain/projection/projection.ts";
import { priceRecommended, projectionCreated } from "./events.ts";
import { routes } from "./routes.ts";
import { findPrice, findProjection, insertPrice, insertProjection, listPrices, listProjections } from "./store.ts";

export { default } from "../kit/not-found.ts";

export interface MonetizationEnv {
  MONETIZATION_DB: D1Database;
  EVENTS: Queue;
}

export class Monetization
  extends serviceEntrypoint<MonetizationEnv>({
    description: { service: "monetization", dependencies: [] },
    database: (env) => env.MONETIZATION_DB,
    queue: (env) => env.EVENTS,
    app: routes,
  })
  implements contract.MonetizationService
{
  async recommendPrice(principal: Principal, request: contract.RecommendPriceRequest): Promise<Result<contract.PriceRecommendation>> {
    const input = read(principal, "monetization:write", contract.recommendPriceRequestSchema, request);
    if (!input.ok) return input;
    const call = this.#call(principal, "recommendPrice", input.value);
    return this.#once(call, () => {
      const found = recommendPrice(input.value, statedIn(request));
      if (!found.ok) return found;
      const price: contract.PriceRecommendation = { id: newId("price"), ...found.value, createdAt: new Date(call.now).toISOString() };
      return ok({ value: price, row: insertPrice(call.db, principal.organisation, price), event: priceRecommended(price, call) });
    });
  }

  async projectRevenue(principal: Principal, request: contract.ProjectRevenueRequest): Promise<Result<contract.RevenueProjection>> {
    const input = read(principal, "monetization:write", contract.projectRevenueRequestSchema, request);
    if (!input.ok) return input;
    const call = this.#call(principal, "projectRevenue", input.value);
    return this.#once(call, () => {
      const found = projectRevenue(input.value, statedIn(request.inputs ?? {}));
      if (!found.ok) return found;
      const projection: contract.RevenueProjection = {
        id: newId("projection"),
        ...found.value,
        createdAt: new Date(call.now).toISOString(),
      };
      return ok({
        value: projection,
        row: insertProjection(call.db, principal.organisation, projection),
        event: projectionCreated(projection, call),
      });
    });
  }

  async price(principal: Principal, id: string): Promise<Result<contract.PriceRecommendation>> {
    const allowed = authorize(principal, "monetization:read");
    if (!allowed.ok) return allowed;
    const price = await findPrice(this.#db, allowed.value.organisation, String(id));
    return price ? ok(price) : err("not_found", `There is no price ${id}.`);
  }

  async prices(principal: Principal, list: contract.MonetizationList = {}): Promise<Result<Page<contract.PriceRecommendation>>> {
    const input = read(principal, "monetization:read", contract.monetizationListSchema, list);
    return input.ok ? listPrices(this.#db, principal.organisation, input.value) : input;
  }

  async projection(principal: Principal, id: string): Promise<Result<contract.RevenueProjection>> {
    const allowed = authorize(principal, "monetization:read");
    if (!allowed.ok) return allowed;
    const projection = await findProjection(this.#db, allowed.value.organisation, String(id));
    return projection ? ok(projection) : err("not_found", `There is no projection ${id}.`);
  }

  async projections(principal: Principal, list: contract.MonetizationList = {}): Promise<Result<Page<contract.ProjectionSummary>>> {
    const input = read(principal, "monetization:read", contract.monetizationListSchema, list);
    return input.ok ? listProjections(this.#db, principal.organisation, input.value) : input;
  }

  async sensitivity(principal: Principal, request: contract.SensitivityRequest): Promise<Result<contract.Sensitivity>> {
    const input = read(principal, "monetization:read", contract.sensitivityRequestSchema, request);
    return input.ok ? exactly(() => ok(calculators.sensitivityOf(input.value, statedIn(request)))) : input;
  }

  async lifetimeValue(principal: Principal, request: contract.LifetimeValueRequest): Promise<Result<contract.LifetimeValue>> {
    const input = read(principal, "monetization:read", contract.lifetimeValueRequestSchema, request);
    return input.ok ? exactly(() => ok(lifetimeValue(input.value))) : input;
  }

  async usageBill(principal: Principal, request: contract.UsageBillRequest): Promise<Result<contract.UsageBill>> {
    const input = read(principal, "monetization:read", contract.usageBillRequestSchema, request);
    return input.ok ? exactly(() => calculators.usageBillOf(input.value)) : input;
  }

  async prorate(principal: Principal, request: contract.ProrationRequest): Promise<Result<contract.Proration>> {
    const input = read(principal, "monetization:read", contract.prorationRequestSchema, request);
    return input.ok ? exactly(() => calculators.prorationOf(input.value)) : input;
  }

  async invoiceTotals(principal: Principal, request: contract.InvoiceRequest): Promise<Result<contract.InvoiceTotals>> {
    const input = read(principal, "monetization:read", contract.invoiceRequestSchema, request);
    return input.ok ? exactly(() => calculators.invoiceTotalsOf(input.value)) : input;
  }

  async recurringRevenue(principal: Principal, request: contract.RecurringRevenueRequest): Promise<Result<contract.RecurringRevenue>> {
    const input = read(principal, "monetization:read", contract.recurringRevenueRequestSchema, request);
    return input.ok ? exactly(() => ok(calculators.recurringRevenueOf(input.value))) : input;
  }

  async churn(principal: Principal, request: contract.ChurnRequest): Promise<Result<contract.Churn>> {
    const input = read(principal, "monetization:read", contract.churnRequestSchema, request);
    return input.ok ? exactly(() => calculators.churnOf(input.value)) : input;
  }

  async profit(principal: Principal, request: contract.ProfitRequest): Promise<Result<contract.Profit>> {
    const input = read(principal, "monetization:read", contract.profitRequestSchema, request);
    return input.ok ? exactly(() => calculators.profitOf(input.value)) : input;
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.MONETIZATION_DB);
  }

  #call(principal: Principal, method: string, input: { commandId: string }): CommandCall {
    return { db: this.#db, principal, commandId: input.commandId, method, input, now: Date.now() };
  }

  /** The recorded answer of the command, or that of `work`, stored with its row and its event in one batch. */
  async #once<Value>(
    call: CommandCall,
    work: () => Result<{ value: Value; row: StoredRow; event: EventEnvelope }>,
  ): Promise<Result<Value>> {
    const answer = await runOnce<Value>(call, () => {
      const done = exactly(work);
      return done.ok ? ok({ value: done.value.value, statements: [done.value.row], events: [done.value.event] }) : done;
    });
    this.ctx.waitUntil(drainOutbox(call.db, this.env.EVENTS, Date.now()));
    return answer;
  }
}

type StoredRow = ReturnType<typeof insertPrice> | ReturnType<typeof insertProjection>;

/** The request, if the principal may make it and it is valid. */
function read<Input>(
  principal: Principal,
  scope: "monetization:read" | "monetization:write",
  schema: z.ZodType<Input>,
  request: unknown,
): Result<Input> {
  const allowed = authorize(principal, scope);
  return allowed.ok ? parse(schema, request) : allowed;
}

/** Names of the fields that the caller gave a value. */
function statedIn(request: object): ReadonlySet<string> {
  return new Set(Object.entries(request).flatMap(([name, value]) => (value === undefined ? [] : [name])));
}
