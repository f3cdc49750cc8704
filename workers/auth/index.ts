/** The auth service: people, organisations, sessions and API keys. The only one that sees a credential. */
import { drizzle } from "drizzle-orm/d1";
import { systemSources } from "../../contracts/ids.ts";
import type { Giver, Principal } from "../../contracts/principal.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { AuthService } from "../../contracts/services/auth.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { actingWith } from "./api-keys/acting.ts";
import { demandedOfAll } from "./demands.ts";
import type { AuthEnv } from "./environment.ts";
import { mailLook } from "./mail-look.ts";
import { sendMails } from "./mailer.ts";
import { givingNow } from "./giving.ts";
import { operatorOf } from "./operator.ts";
import { organisationsOfOrigin } from "./organisations.ts";
import { tellRefusals } from "./refusals.ts";
import { routes } from "./routes.ts";
import { actingIn, type Acting } from "./sessions.ts";
import { tenancy } from "./tenancy.ts";

export class Auth
  extends serviceEntrypoint<AuthEnv>({
    description: { service: "auth", dependencies: [] },
    database: (env) => env.AUTH_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
    looks: (env, now) => [mailLook(drizzle(env.AUTH_DB), env, now)],
  })
  implements AuthService
{
  /** The e-mails too, and refusals that are counted by the minute: all are what waits to leave, and are asked for at the same moments. */
  override async drainOutbox(): Promise<number> {
    const db = drizzle(this.env.AUTH_DB);
    const refusals = tellRefusals({ db, sources: systemSources });
    const [events] = await Promise.all([super.drainOutbox(), sendMails(db, this.env, Date.now()), refusals]);
    return events;
  }

  async principalOfSession(token: string): Promise<Result<Principal>> {
    return this.#noted(await actingIn(drizzle(this.env.AUTH_DB), token, Date.now(), demandedOfAll(this.env)));
  }

  async principalOfKey(key: string): Promise<Result<Principal>> {
    return (
      (await operatorOf(this.env.OPERATOR_KEY, key)) ??
      this.#noted(await actingWith(drizzle(this.env.AUTH_DB), key, Date.now(), demandedOfAll(this.env)))
    );
  }

  async principalNow(giver: Giver): Promise<Result<Principal>> {
    return givingNow(drizzle(this.env.AUTH_DB), giver, Date.now());
  }

  async organisationsOfOrigin(origin: string): Promise<string[]> {
    return organisationsOfOrigin(drizzle(this.env.AUTH_DB), origin);
  }

  /** That a session or key is used is written down behind the caller's back, and rarely: asking who somebody is stays one read. */
  #noted(acting: Result<Acting>): Result<Principal> {
    if (!acting.ok) return acting;
    if (acting.value.touch) this.ctx.waitUntil(acting.value.touch());
    return ok(acting.value.principal);
  }
}

export { default } from "../kit/not-found.ts";
