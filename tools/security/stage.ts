/** The system under proof: all Workers of a topology in this process, with fresh databases, and two GPU nodes that only joined. */
import { createTestHarness } from "wrangler";
import { environments, migrate, type Topology } from "../../tests/system/topology.ts";
import { inRoot, root } from "../system/paths.ts";
import { inwardVariables, localDoor, newInwardKey } from "../system/secrets.ts";
import { quietWrangler } from "../system/system.ts";
import { buildWeb } from "../system/web-build.ts";
import { Wire } from "./wire.ts";

/** The database of the auth service, as far as the proof writes it: what the API cannot do yet (members other than owners, expired keys). */
export interface AuthDatabase {
  prepare(sql: string): { bind(...values: (string | number)[]): { run(): Promise<unknown> } };
}

export interface Stage {
  wire: Wire;
  auth: AuthDatabase;
  operatorKey: string;
  joinToken: string;
  /** The key with which the gateway vouches for principals and signs cursors, a private JWK. */
  inwardKey: string;
  stop(): Promise<void>;
}

/** Well below the ten minutes for which a proof of identity counts. */
const provedEveryMs = 60_000;
const operatorKey = "operator-key-of-the-security-proof-0123456789";
const joinToken = "join-token-of-the-security-proof";

/** `more`: further variables of the Workers. */
export async function openStage(topology: Topology, more: Readonly<Record<string, string>> = {}): Promise<Stage> {
  Object.assign(process.env, quietWrangler, { WRANGLER_LOG: "error" });
  buildWeb();
  const inwardKey = newInwardKey();
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
    ...inwardVariables(inwardKey),
    ...localDoor,
    ...more,
  };
  const worker = (env?: string) => ({ configPath: inRoot("wrangler.toml"), ...(env === undefined ? {} : { env }), vars });
  const harness = createTestHarness({ root, workers: topology === "together" ? [worker()] : environments.map((env) => worker(env)) });
  const { url } = await harness.listen();
  const wire = new Wire(Number(url.port));
  let proving: NodeJS.Timeout | undefined;
  const stop = async () => {
    clearInterval(proving);
    wire.close();
    await harness.close();
  };
  try {
    await migrate(harness, topology);
    const owner = harness.getWorker<{ AUTH_DB: AuthDatabase }>(topology === "together" ? undefined : "paissive-auth");
    const { AUTH_DB: auth } = await owner.getEnv();
    // However long a proof takes: what is tried is who may do something, not whether they have proved lately who they are, which tests of the auth service do.
    const prove = () => auth.prepare("UPDATE sessions SET authenticated_at = ?").bind(Date.now()).run();
    proving = setInterval(() => void prove().catch(() => undefined), provedEveryMs).unref();
    for (const version of ["1", "2"]) await joinNode(wire, version);
    return { wire, auth, operatorKey, joinToken, inwardKey, stop };
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
