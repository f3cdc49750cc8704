/** The auth service running alone in workerd, with its database. */
import { createTestHarness } from "wrangler";
import { principalHeader, type Principal } from "../../../contracts/principal.ts";
import type { AuthService, SignedIn } from "../../../contracts/services/auth.ts";
import type AuthUnderTest from "./entry.ts";

export interface RunningAuth {
  rpc: Pick<
    AuthService,
    "principalOfSession" | "principalOfKey" | "principalNow" | "organisationsOfOrigin" | "drainOutbox" | "health" | "bury" | "erase"
  >;
  database: D1Database;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** From here on it is `now` for the service, epoch milliseconds. */
  stopClock(now: number): Promise<void>;
  /** Signs a new person up and returns who they are. */
  person(email: string): Promise<{ signedIn: SignedIn; token: string; principal: Principal }>;
  close(): Promise<void>;
}

export const password = "correct horse battery";

/** Who is signed in. */
export interface Somebody {
  principal: Principal;
  token: string;
}

/** @param vars variables of the Worker, such as the settings of e-mail */
export async function startAuth(vars: Record<string, string> = {}): Promise<RunningAuth> {
  const harness = createTestHarness({
    root: import.meta.dirname,
    workers: [{ configPath: "wrangler.toml", vars: { INWARD_UNCHECKED: "true", ...vars } }],
  });
  await harness.listen();
  const worker = harness.getWorker<{ AUTH_DB: D1Database }, { default: typeof AuthUnderTest }>();
  await worker.applyD1Migrations("AUTH_DB");
  const { AUTH_DB: database } = await worker.getEnv();
  const rpc = await worker.getExport();

  const call: RunningAuth["call"] = async (method, path, body, headers = {}) => {
    const answer = await harness.fetch(path, {
      method,
      // Where a browser is sent to is looked at, not gone to.
      redirect: "manual",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // The harness answers with the classes of its own undici.
    return new Response(answer.status === 204 ? null : await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
  };

  return {
    rpc,
    database,
    call,
    stopClock: (now) => rpc.stopClock(now),
    person: async (email) => {
      const answer = await call("POST", "/api/v1/auth/sign-up", { email, password, name: "Ada", organisationName: "Looms" });
      const signedIn = (await answer.json()) as SignedIn;
      const token = tokenOf(answer);
      const principal = await rpc.principalOfSession(token);
      if (!principal.ok) throw new Error(`the new session has no principal: ${principal.error.detail}`);
      return { signedIn, token, principal: principal.value };
    },
    close: () => harness.close(),
  };
}

export function tokenOf(answer: Response): string {
  return /__Host-paissive=([^;]*)/.exec(answer.headers.get("set-cookie") ?? "")?.[1] ?? "";
}

export function actingAs(principal: Principal): Record<string, string> {
  return { [principalHeader]: JSON.stringify(principal) };
}

/** The headers of a request in somebody's session. */
export function inSession({ principal, token }: Somebody): Record<string, string> {
  return { ...actingAs(principal), cookie: `__Host-paissive=${token}` };
}
