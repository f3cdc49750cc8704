/** The system under proof: all Workers of a topology in this process, with fresh databases, a GPU node that serves, and two that only joined. */
import { createTestHarness } from "wrangler";
import { environments, migrate, type Topology } from "../../tests/system/topology.ts";
import { inRoot, root } from "../system/paths.ts";
import { inwardVariables, localDoor, newInwardKey } from "../system/secrets.ts";
import { quietWrangler } from "../system/system.ts";
import { buildWeb } from "../system/web-build.ts";
import { openIdentityProvider, type IdentityProvider } from "../../workers/auth/testing/identity-provider.ts";
import { serveModels } from "./node.ts";
import { Wire } from "./wire.ts";

/** The database of the auth service, as far as the proof writes it: what the API cannot do yet (members other than owners, expired keys). */
export interface AuthDatabase {
  prepare(sql: string): { bind(...values: (string | number)[]): { run(): Promise<unknown> }; raw(): Promise<unknown[][]> };
}

export interface Stage {
  wire: Wire;
  auth: AuthDatabase;
  operatorKey: string;
  joinToken: string;
  /** Addresses of accounts that were there before anybody signed up. */
  bornWith: readonly string[];
  /** The key with which the gateway vouches for principals and signs cursors, a private JWK. */
  inwardKey: string;
  /** Where people sign in with another service. */
  provider: IdentityProvider;
  stop(): Promise<void>;
}

/** Well below the ten minutes for which a proof of identity counts. */
const provedEveryMs = 60_000;
const operatorKey = "operator-key-of-the-security-proof-0123456789";
const joinToken = "join-token-of-the-security-proof";

/** Further than any proof goes: what is tried is what the door lets through, and how often is the part `rate-limits`. */
const plenty = { tokens: 1_000_000, seconds: 60 };
export const wideLimits: Readonly<Record<string, string>> = {
  RATE_LIMITS: JSON.stringify({
    plans: { standard: { key: plenty, user: plenty, organisation: plenty } },
    address: plenty,
    signIn: plenty,
  }),
};

/** `more`: further variables of the Workers. */
export async function openStage(topology: Topology, more: Readonly<Record<string, string>> = {}): Promise<Stage> {
  Object.assign(process.env, quietWrangler, { WRANGLER_LOG: "error" });
  buildWeb();
  const inwardKey = newInwardKey();
  const provider = await openIdentityProvider();
  const vars = {
    NODE_JOIN_TOKEN: joinToken,
    OPERATOR_KEY: operatorKey,
    AUTH_SECRET: "the-secret-of-the-security-proof-0123456789",
    WEBHOOK_ALLOW_LOOPBACK: "true",
    // Whatever sources are made up, nobody outside is asked.
    SOURCE_ALLOW_LOOPBACK: "true",
    SOURCE_HACKER_NEWS_URL: "http://127.0.0.1:9",
    SOURCE_STACK_EXCHANGE_URL: "http://127.0.0.1:9",
    SOURCE_GITHUB_URL: "http://127.0.0.1:9",
    GITHUB_CLIENT_ID: "client",
    GITHUB_CLIENT_SECRET: "secret",
    GITHUB_URL: provider.url,
    ...inwardVariables(inwardKey),
    ...localDoor,
    ...more,
  };
  const worker = (env?: string) => ({ configPath: inRoot("wrangler.toml"), ...(env === undefined ? {} : { env }), vars });
  const harness = createTestHarness({ root, workers: topology === "together" ? [worker()] : environments.map((env) => worker(env)) });
  const { url } = await harness.listen();
  const wire = new Wire(Number(url.port));
  let proving: NodeJS.Timeout | undefined;
  let leave: (() => Promise<void>) | undefined;
  const stop = async () => {
    clearInterval(proving);
    await leave?.();
    wire.close();
    provider.close();
    await harness.close();
  };
  try {
    await migrate(harness, topology);
    const owner = harness.getWorker<{ AUTH_DB: AuthDatabase }>(topology === "together" ? undefined : "paissive-auth");
    const { AUTH_DB: auth } = await owner.getEnv();
    const bornWith = (await auth.prepare("SELECT email FROM users").raw()).flat().map(String);
    // However long a proof takes: only whose session was made old on purpose has not proved lately who they are.
    const prove = () => auth.prepare("UPDATE sessions SET authenticated_at = ? WHERE authenticated_at > 0").bind(Date.now()).run();
    proving = setInterval(() => void prove().catch(() => undefined), provedEveryMs).unref();
    // The first to join is what `default-embedding` means.
    leave = await serveModels(wire, joinToken);
    for (const version of ["1", "2"]) await joinNode(wire, version);
    return { wire, auth, operatorKey, joinToken, bornWith, inwardKey, provider, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** A node with one version of a model; two of them make an alias that could be moved. Nobody listens at its address. */
async function joinNode(wire: Wire, version: string): Promise<void> {
  const model = { name: "proof-model", version, task: "embedding", dimensions: 2, maxTokens: 16 };
  const body = JSON.stringify({ name: `proof ${version}`, url: "http://127.0.0.1:9", device: "cpu", models: [model] });
  const headers = { authorization: `Bearer ${joinToken}`, "content-type": "application/json" };
  const { status, text } = await wire.send({ method: "POST", path: "/api/v1/nodes/join", headers, body });
  if (status !== 200) throw new Error(`The node of the proof could not join: ${status} ${text}`);
}
