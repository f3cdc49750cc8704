/** The auth service: people, organisations, sessions and API keys. The only one that sees a credential. */
import { drizzle } from "drizzle-orm/d1";
import type { Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import type { AuthService } from "../../contracts/services/auth.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { principalOfSession } from "./accounts.ts";
import { principalOfKey } from "./api-keys.ts";
import type { AuthEnv } from "./environment.ts";
import { operatorOf } from "./operator.ts";
import { routes } from "./routes.ts";
import { tenancy } from "./tenancy.ts";

export class Auth
  extends serviceEntrypoint<AuthEnv>({
    description: { service: "auth", version: "0.1.0", dependencies: [] },
    database: (env) => env.AUTH_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
  })
  implements AuthService
{
  async principalOfSession(token: string): Promise<Result<Principal>> {
    return principalOfSession(drizzle(this.env.AUTH_DB), token, Date.now());
  }

  async principalOfKey(key: string): Promise<Result<Principal>> {
    return (await operatorOf(this.env.OPERATOR_KEY, key)) ?? principalOfKey(drizzle(this.env.AUTH_DB), key, Date.now());
  }
}

export { default } from "../kit/not-found.ts";
