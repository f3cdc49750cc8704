/** The Marketing service: plans written from a niche's own evidence, and the measuring of texts and experiments. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import { newId } from "../../contracts/ids.ts";
import { pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, type Principal, type Scope } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import * as contract from "../../contracts/services/marketing.ts";
import { runOnce } from "../kit/commands.ts";
import { drainOutbox } from "../kit/outbox.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { createPlan } from "./domain/plan.ts";
import { reportOnText } from "./domain/readability/text-report.ts";
import { evaluateExperiment } from "./domain/statistics/experiment.ts";
import { planCreated } from "./events.ts";
import { routes } from "./routes.ts";
import { findPlan, insertPlan, listPlans } from "./store.ts";

export { default } from "../kit/not-found.ts";

export interface MarketingEnv {
  MARKETING_DB: D1Database;
  EVENTS: Queue;
}

export class Marketing
  extends serviceEntrypoint<MarketingEnv>({
    description: { service: "marketing", dependencies: [] },
    database: (env) => env.MARKETING_DB,
    queue: (env) => env.EVENTS,
    app: routes,
  })
  implements contract.MarketingService
{
  async createPlan(principal: Principal, request: contract.PlanRequest): Promise<Result<contract.MarketingPlan>> {
    const input = read(principal, "marketing:write", contract.planRequestSchema, request);
    if (!input.ok) return input;
    const { commandId, budget } = input.value;
    const call = { db: this.#db, principal, commandId, method: "createPlan", input: input.value, now: Date.now() };
    const answer = await runOnce<contract.MarketingPlan>(call, () => {
      const plan = createPlan(input.value, { id: newId("plan"), now: call.now, createdBy: principal.id });
      return ok({
        value: plan,
        statements: [insertPlan(call.db, principal.organisation, plan, budget)],
        events: [planCreated(plan, { ...call, budget })],
      });
    });
    this.ctx.waitUntil(drainOutbox(call.db, this.env.EVENTS, Date.now()));
    return answer;
  }

  async plan(principal: Principal, id: string): Promise<Result<contract.MarketingPlan>> {
    const allowed = authorize(principal, "marketing:read");
    if (!allowed.ok) return allowed;
    const plan = await findPlan(this.#db, allowed.value.organisation, String(id));
    return plan ? ok(plan) : err("not_found", `There is no marketing plan ${id}.`);
  }

  async plans(principal: Principal, page: PageQuery): Promise<Result<Page<contract.PlanSummary>>> {
    const query = read(principal, "marketing:read", pageQuerySchema, page);
    return query.ok ? listPlans(this.#db, principal.organisation, query.value) : query;
  }

  async analyseReadability(principal: Principal, request: contract.TextRequest): Promise<Result<contract.TextReport>> {
    const input = read(principal, "marketing:read", contract.textRequestSchema, request);
    return input.ok ? reportOnText(input.value.text) : input;
  }

  async analyseExperiment(principal: Principal, request: contract.ExperimentRequest): Promise<Result<contract.ExperimentReport>> {
    const input = read(principal, "marketing:read", contract.experimentRequestSchema, request);
    return input.ok ? ok(evaluateExperiment(input.value.variants, input.value.alpha)) : input;
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.MARKETING_DB);
  }
}

/** The request, if the principal may make it and it is valid. */
function read<Input>(principal: Principal, scope: Scope, schema: z.ZodType<Input>, request: unknown): Result<Input> {
  const allowed = authorize(principal, scope);
  return allowed.ok ? parse(schema, request) : allowed;
}
