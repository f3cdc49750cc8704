/** The whole system as local processes: the edge (`wrangler dev`, all-in-one) and one GPU node on CPU. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { applyMigrations } from "./migrations.ts";
import { inRoot, modelFolder } from "./paths.ts";
import { freePort } from "./ports.ts";
import { ProcessGroup } from "./process-group.ts";
import { localSecrets, writeWorkerEnv, type LocalSecrets } from "./secrets.ts";
import { buildWeb } from "./web-build.ts";

/** Variables that keep local runs quick and silent. */
export const quietWrangler = {
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  X_LOCAL_OBSERVABILITY: "false",
  WRANGLER_HIDE_BANNER: "true",
  FORCE_COLOR: "0",
  NO_COLOR: "1",
};

export interface SystemOptions {
  stateFolder: string;
  /** Of the edge; any free one when left out. */
  port?: number;
  /** Of the debugger of the Workers; any free one when left out. */
  inspectorPort?: number;
  /** Variables of the Workers beside those that every local system has. */
  variables?: Readonly<Record<string, string>>;
  /** Told what is going on, one short sentence at a time. */
  onProgress?: (message: string) => void;
}

export interface System {
  /** `http://localhost:8787` */
  url: string;
  secrets: LocalSecrets;
  edge: ProcessGroup;
  node: ProcessGroup;
  /** Resolves with the name of the first part that ends without being asked to. */
  broken: Promise<string>;
  stop(): Promise<void>;
}

/** Starts everything and resolves when the edge answers and a node is ready. Whatever was started is stopped when a part fails. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const say = options.onProgress ?? (() => undefined);
  const { stateFolder } = options;
  mkdirSync(stateFolder, { recursive: true });
  mkdirSync(modelFolder, { recursive: true });
  const secrets = localSecrets(stateFolder);
  say("building the web app");
  buildWeb();
  say("preparing databases");
  await applyMigrations(stateFolder);
  const port = options.port ?? (await freePort());
  const url = `http://localhost:${port}`;
  say("starting the edge and the GPU node");
  const edge = startEdge({ stateFolder, port, inspectorPort: options.inspectorPort, secrets, variables: options.variables });
  const node = startNode(stateFolder, url, secrets);
  const stop = async () => {
    await node.stop();
    await edge.stop();
  };
  try {
    await edge.waitFor(/Ready on/, 120_000);
    say("waiting for the GPU node to load its model");
    await node.waitFor(/gpu-node ready/, 180_000);
    await untilHealthy(url, 60_000);
  } catch (cause) {
    await stop();
    throw cause;
  }
  const broken = Promise.race(
    [edge, node].map(async (group) => {
      await group.ended;
      if (group.stopping) await new Promise(() => undefined);
      return group.name;
    }),
  );
  return { url, secrets, edge, node, broken, stop };
}

export interface EdgeParts {
  stateFolder: string;
  port: number;
  inspectorPort?: number | undefined;
  secrets: LocalSecrets;
  variables: Readonly<Record<string, string>> | undefined;
}

export function startEdge({ stateFolder, port, inspectorPort = 0, secrets, variables }: EdgeParts): ProcessGroup {
  const command = [
    process.execPath,
    inRoot("node_modules/wrangler/bin/wrangler.js"),
    "dev",
    "--config",
    inRoot("wrangler.toml"),
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--inspector-port",
    String(inspectorPort),
    "--persist-to",
    stateFolder,
    "--env-file",
    writeWorkerEnv(stateFolder, secrets, variables),
    "--show-interactive-dev-session=false",
  ];
  return new ProcessGroup({ name: "the edge", command, env: quietWrangler, logFile: join(stateFolder, "edge.log") });
}

export interface NodeParts {
  /** Default: `local`. */
  name?: string;
  /** Further settings of the node (docs/reference/gpu-node.md). */
  env?: Readonly<Record<string, string>>;
}

export function startNode(
  stateFolder: string,
  edgeUrl: string,
  secrets: Pick<LocalSecrets, "joinToken">,
  { name = "local", env = {} }: NodeParts = {},
): ProcessGroup {
  return new ProcessGroup({
    name: name === "local" ? "the GPU node" : `the GPU node ${name}`,
    command: [process.execPath, inRoot("gpu-node/main.ts")],
    env: {
      PAISSIVE_EDGE_URL: edgeUrl,
      PAISSIVE_JOIN_TOKEN: secrets.joinToken,
      PAISSIVE_MODEL_DIR: modelFolder,
      PAISSIVE_NODE_NAME: name,
      ...env,
    },
    logFile: join(stateFolder, name === "local" ? "node.log" : `node-${name}.log`),
  });
}

/** The edge says 200 on `/healthz` once a node has joined and the bus is armed. */
export async function untilHealthy(url: string, timeoutMs: number): Promise<void> {
  const until = Date.now() + timeoutMs;
  let last = "no answer";
  while (Date.now() < until) {
    try {
      const answer = await fetch(`${url}/healthz`);
      if (answer.ok) return;
      last = await answer.text();
    } catch (cause) {
      last = String(cause);
    }
    await sleep(100);
  }
  throw new Error(`The system was not healthy after ${timeoutMs / 1000} s: ${last}`);
}
