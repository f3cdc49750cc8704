/** The whole system in one test process's care: the Workers of a topology in the harness, and a real GPU node. */
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestHarness, type TestHarness } from "wrangler";
import { Api } from "../../tools/demo/api.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inwardVariables, localDoor, newInwardKey } from "../../tools/system/secrets.ts";
import { databases } from "../../tools/system/migrations.ts";
import { inRoot, modelFolder, root } from "../../tools/system/paths.ts";
import type { ProcessGroup } from "../../tools/system/process-group.ts";
import { startNode, untilHealthy, type NodeParts } from "../../tools/system/system.ts";
import { buildWeb } from "../../tools/system/web-build.ts";

export const topologies = ["together", "apart"] as const;
export type Topology = (typeof topologies)[number];

/** Worker names of the split topology; the gateway first: it is the one that answers. */
export const environments = [
  "gateway",
  "auth",
  "niche-analysis",
  "monetization",
  "marketing",
  "agent-teams",
  "ai-models",
  "event-bus",
  "database",
] as const;

const joinToken = "join-token-of-the-tests";
const authSecret = "auth-secret-of-the-tests-0123456789abcdef";
export const operatorKey = "operator-key-of-the-tests-0123456789abcdef";

export interface RunningTopology {
  topology: Topology;
  url: string;
  api: Api;
  harness: TestHarness;
  node: ProcessGroup;
  /** Starts a further GPU node, which ends with the system. */
  startNode(parts: NodeParts): ProcessGroup;
  stop(): Promise<void>;
}

/** `more`: further variables of the Workers. */
export async function startTopology(topology: Topology, more: Readonly<Record<string, string>> = {}): Promise<RunningTopology> {
  process.env["X_LOCAL_OBSERVABILITY"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  buildWeb();
  const folder = mkdtempSync(join(tmpdir(), `paissive-${topology}-`));
  mkdirSync(modelFolder, { recursive: true });
  const secrets = { joinToken, email: "founder@example.com", password: "correct horse battery staple" };
  const inwardKey = newInwardKey();
  const worker = (env?: string) => ({
    configPath: inRoot("wrangler.toml"),
    ...(env === undefined ? {} : { env }),
    vars: {
      NODE_JOIN_TOKEN: joinToken,
      OPERATOR_KEY: operatorKey,
      AUTH_SECRET: authSecret,
      ...inwardVariables(inwardKey),
      ...localDoor,
      ...more,
    },
  });
  const harness = createTestHarness({ root, workers: topology === "together" ? [worker()] : environments.map((env) => worker(env)) });
  const { url: listening } = await harness.listen();
  // The session cookie is Secure: it belongs to localhost, not to 127.0.0.1.
  const url = `http://localhost:${listening.port}`;
  await migrate(harness, topology);
  const node = startNode(folder, url, secrets);
  const further: ProcessGroup[] = [];
  const startFurther = (parts: NodeParts) => {
    const started = startNode(folder, url, secrets, parts);
    further.push(started);
    return started;
  };
  const stop = async () => {
    await Promise.all([node, ...further].map((one) => one.stop()));
    await harness.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await node.waitFor(/gpu-node ready/, 180_000);
    await untilHealthy(url, 60_000);
    return { topology, url, harness, node, startNode: startFurther, stop, api: new Api(url, await signInLocally(url, secrets)) };
  } catch (cause) {
    harness.debug();
    await stop();
    throw cause;
  }
}

export async function migrate(harness: TestHarness, topology: Topology): Promise<void> {
  for (const { binding, migrationsFolder } of databases()) {
    const service = migrationsFolder.split("/").at(-2);
    const worker = harness.getWorker(topology === "together" ? undefined : `paissive-${service}`);
    await worker.applyD1Migrations(binding);
  }
}
