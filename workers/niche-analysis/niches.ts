/** The niches of an organisation as one of its principals reaches them: allowed or not, found or not, scored by the organisation's weights. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { actorName, type CommandEnvelope } from "../../contracts/actor.ts";
import { isId } from "../../contracts/ids.ts";
import { pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import type { Evidence, NicheDetail, NicheSummary } from "../../contracts/services/niche-analysis.ts";
import type { Niche } from "../../durable-objects/niche/actor.ts";
import type { NicheEnv } from "../../durable-objects/niche/env.ts";
import type { Weighted } from "./domain/opportunity/score.ts";
import type { Cited } from "./domain/report/origins.ts";
import { shownNiche } from "./shown-niche.ts";
import { listNiches } from "./store.ts";
import { readWeights, weightedBy } from "./weights-store.ts";

export interface NicheAnalysisEnv extends NicheEnv {
  NICHE_ANALYSIS_DB: D1Database;
  /** Address of the installation, for links in reports; without it there are none. */
  PUBLIC_URL?: string;
}

/** A niche that a command speaks of. */
export interface Target<Input> {
  niche: DurableObjectStub<Niche>;
  input: Input;
  envelope: CommandEnvelope;
}

export class Niches {
  readonly principal: Principal;
  readonly db: DrizzleD1Database;
  readonly #env: NicheAnalysisEnv;

  constructor(env: NicheAnalysisEnv, principal: Principal) {
    this.#env = env;
    this.principal = principal;
    this.db = drizzle(env.NICHE_ANALYSIS_DB);
  }

  /** Whether it exists and may be asked is the actor's to say. */
  actor(nicheId: string): DurableObjectStub<Niche> {
    return this.#env.NICHE.getByName(actorName(this.principal.organisation, nicheId));
  }

  /** A text of a niche, with the address at which the app shows it in its place, where the installation has one. */
  cited(nicheId: string, row: Evidence): Cited {
    const site = z.url({ protocol: /^https?$/ }).safeParse(this.#env.PUBLIC_URL).data;
    return site === undefined
      ? { ...row, nicheId }
      : { ...row, nicheId, href: `${new URL(site).href.replace(/\/+$/, "")}/niches/${nicheId}?evidence=${row.id}` };
  }

  readable(id: string): Result<DurableObjectStub<Niche>> {
    const allowed = authorize(this.principal, "niches:read");
    if (!allowed.ok) return allowed;
    return isId("niche", id) ? ok(this.actor(id)) : err("not_found", `There is no niche ${id}.`);
  }

  /** What `ask` hears from a niche that may be read. */
  async read<T>(id: string, ask: (niche: DurableObjectStub<Niche>) => Promise<Result<T>>): Promise<Result<T>> {
    const niche = this.readable(id);
    return niche.ok ? ask(niche.value) : niche;
  }

  /** Once principal and input are found good. */
  async existing<Input extends { nicheId: string; commandId: string }>(
    schema: z.ZodType<Input>,
    request: unknown,
  ): Promise<Result<Target<Input>>> {
    const allowed = authorize(this.principal, "niches:write");
    if (!allowed.ok) return allowed;
    const parsed = parse(schema, request);
    if (!parsed.ok) return parsed;
    const { nicheId, commandId } = parsed.value;
    const niche = this.actor(nicheId);
    const known = await niche.view(this.principal);
    if (!known.ok) return known;
    return ok({ niche, input: parsed.value, envelope: this.envelope(nicheId, commandId) });
  }

  /** What `carryOut` makes of a command, once it is found good. */
  async command<Input extends { nicheId: string; commandId: string }, T>(
    schema: z.ZodType<Input>,
    request: unknown,
    carryOut: (target: Target<Input>) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const target = await this.existing(schema, request);
    return target.ok ? carryOut(target.value) : target;
  }

  envelope(nicheId: string, id: string): CommandEnvelope {
    return { id, principal: this.principal, organisation: this.principal.organisation, actorId: nicheId };
  }

  async weighted(): Promise<Weighted> {
    return weightedBy(await readWeights(this.db, this.principal.organisation));
  }

  async detail(niche: DurableObjectStub<Niche>): Promise<Result<NicheDetail>> {
    const detail = await niche.detail(this.principal);
    if (!detail.ok || !detail.value.opportunity) return detail;
    return ok(shownNiche(detail.value, await this.weighted()));
  }

  async list(page: z.input<typeof pageQuerySchema>, parentId?: string): Promise<Result<Page<NicheSummary>>> {
    const allowed = authorize(this.principal, "niches:read");
    if (!allowed.ok) return allowed;
    const query = parse<PageQuery>(pageQuerySchema, page);
    if (!query.ok) return query;
    return listNiches(this.db, this.principal.organisation, query.value, await this.weighted(), parentId);
  }
}
