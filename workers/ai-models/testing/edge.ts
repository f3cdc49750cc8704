/** The service in workerd for tests, with its real database, pool and queue, behind a door like the gateway. */
import { createTestHarness, type TestHarness } from "wrangler";
import { signedHeaders, type Heartbeat, type JoinAnswer, type NodeModel } from "../../../contracts/node-protocol.ts";
import { principalHeader, scopesOfRole, type Principal } from "../../../contracts/principal.ts";
import { vectorDimensions, type VectorNode } from "./vector-node.ts";

export const joinToken = "join-token-of-the-tests";

export const owner: Principal = {
  kind: "user",
  id: "usr_00000000000000000000000001",
  organisation: "org_00000000000000000000000001",
  role: "owner",
  scopes: [...scopesOfRole.owner],
};

export const testModel: NodeModel = {
  name: "test-embedder",
  version: "v1",
  task: "embedding",
  dimensions: vectorDimensions,
  maxTokens: 64,
};

/** The harness's Response is undici's, not workerd's. */
export type Answer = Awaited<ReturnType<TestHarness["fetch"]>>;

export interface Edge {
  harness: TestHarness;
  /** Where a node finds it. */
  url: URL;
  get(path: string, principal?: Principal): Promise<Answer>;
  post(path: string, body: unknown, principal?: Principal, headers?: Record<string, string>): Promise<Answer>;
  /** Whatever it is now, unless `headers` say another condition. */
  put(path: string, body: unknown, principal?: Principal, headers?: Record<string, string>): Promise<Answer>;
  /** Calls of models are computed for it, unless it says `fresh: false`. */
  rpc(method: string, principal?: unknown, request?: unknown, ...rest: unknown[]): Promise<unknown>;
  join(body: unknown, token?: string): Promise<Answer>;
  /** Joins a test node and lets it trust the key that it got. */
  joinNode(node: VectorNode, name: string, models?: NodeModel[]): Promise<JoinAnswer>;
  heartbeat(
    credential: { nodeId: string; key: string },
    heartbeat: Heartbeat,
    more?: { timestamp?: number; nonce?: string },
  ): Promise<Answer>;
  /** Rows of the service's database. */
  query<Row>(sql: string): Promise<Row[]>;
  /** Ends the process that holds a node's link; its sockets stay. */
  restartLink(nodeId: string): Promise<void>;
  /** Ends the pool's process; what it had stored is there when it starts again. */
  restartPool(): Promise<void>;
  /** All heartbeats that the pool knows were so much longer ago. */
  agePool(milliseconds: number): Promise<void>;
  /** Ends it and takes what it had stored. */
  losePool(): Promise<void>;
  /** Empties the database and the pool. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

interface Env {
  AI_MODELS_DB: D1Database;
  NODE_POOL: DurableObjectNamespace;
  NODE_LINK: DurableObjectNamespace;
}

export async function startEdge(): Promise<Edge> {
  process.env["X_LOCAL_OBSERVABILITY"] = "false";
  process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
  const harness = createTestHarness({
    workers: [
      {
        config: {
          name: "door",
          main: "workers/ai-models/testing/door.ts",
          compatibility_date: "2026-10-20",
          services: [{ binding: "AI_MODELS", service: "paissive-ai-models", entrypoint: "AiModels" }],
        },
      },
      {
        // As in wrangler.toml, without the web app's files, which every environment there inherits.
        config: {
          name: "paissive-ai-models",
          main: "workers/ai-models/index.ts",
          compatibility_date: "2026-10-20",
          vars: { NODE_JOIN_TOKEN: joinToken, INWARD_UNCHECKED: "true" },
          d1_databases: [
            {
              binding: "AI_MODELS_DB",
              database_name: "ai-models",
              database_id: "ai-models",
              migrations_dir: "workers/ai-models/migrations",
            },
          ],
          durable_objects: {
            bindings: [
              { name: "NODE_POOL", class_name: "NodePool" },
              { name: "NODE_LINK", class_name: "NodeLink" },
            ],
          },
          exports: { NodePool: { type: "durable-object", storage: "sqlite" }, NodeLink: { type: "durable-object", storage: "sqlite" } },
          queues: { producers: [{ binding: "EVENTS", queue: "ai-models-events" }] },
        },
      },
    ],
  });
  const { url } = await harness.listen();
  const service = harness.getWorker<Env>("paissive-ai-models");
  await service.applyD1Migrations("AI_MODELS_DB");

  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    harness.fetch(path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const edge: Edge = {
    harness,
    url: new URL(url),
    get: (path, principal = owner) => send("GET", path, undefined, as(principal)),
    // What an earlier test was answered is no answer to this one.
    post: (path, body, principal = owner, headers = {}) =>
      send("POST", path, body, { "cache-control": "no-cache", ...as(principal), ...headers }),
    put: (path, body, principal = owner, headers = { "if-match": "*" }) => send("PUT", path, body, { ...as(principal), ...headers }),
    rpc: async (method, principal, request, ...rest) => {
      const asked = ["embed", "classify", "rerank"].includes(method) ? { fresh: true, ...(request as object) } : request;
      const parameters = [principal, asked, ...rest].slice(0, request === undefined ? 1 : undefined);
      return (await send("POST", "/rpc", { method, parameters }, {})).json();
    },
    join: (body, token = joinToken) => send("POST", "/api/v1/nodes/join", body, { authorization: `Bearer ${token}` }),
    joinNode: async (node, name, models = [testModel]) => {
      const response = await edge.join({ name, url: node.url, device: "cpu", models });
      const answer = (await response.json()) as JoinAnswer;
      node.trust(answer);
      return answer;
    },
    heartbeat: async (credential, heartbeat, { timestamp = Date.now(), nonce = crypto.randomUUID() } = {}) => {
      const path = `/api/v1/nodes/${credential.nodeId}/heartbeat`;
      const body = new Uint8Array(new TextEncoder().encode(JSON.stringify(heartbeat)));
      return send("POST", path, heartbeat, await signedHeaders(credential, { method: "POST", path, timestamp, nonce, body }));
    },
    query: async <Row>(sql: string) => {
      const { AI_MODELS_DB } = await service.getEnv();
      return (await AI_MODELS_DB.prepare(sql).all<Row>()).results;
    },
    restartLink: (nodeId) => service.evictDurableObject("NODE_LINK", { name: nodeId }),
    restartPool: () => service.evictDurableObject("NODE_POOL", { name: "pool" }),
    agePool: async (milliseconds) => {
      const { NODE_POOL } = await service.getEnv();
      const pool = NODE_POOL.getByName("pool");
      const nodes = (await (await pool.fetch("https://pool/do/call/list")).json()) as Record<string, { lastHeartbeat: number }>;
      for (const node of Object.values(nodes)) node.lastHeartbeat -= milliseconds;
      await pool.fetch("https://pool/do/set/nodes", { headers: { "do-content": JSON.stringify(nodes) } });
    },
    losePool: async () => {
      const { NODE_POOL } = await service.getEnv();
      // What the library offers to any raw request, and why none is ever forwarded to it.
      await NODE_POOL.getByName("pool").fetch("https://pool/do/call/destroy");
      await service.evictDurableObject("NODE_POOL", { name: "pool" });
    },
    clear: async () => {
      const { AI_MODELS_DB } = await service.getEnv();
      const tables = [
        "nodes",
        "models",
        "versions",
        "aliases",
        "alias_changes",
        "join_tokens",
        "subject_sequences",
        "outbox",
        "model_metrics",
        "model_usage",
        "alert_rules",
      ];
      await AI_MODELS_DB.batch(tables.map((table) => AI_MODELS_DB.prepare(`DELETE FROM ${table}`)));
      await edge.losePool();
    },
    close: () => harness.close(),
  };
  return edge;
}

function as(principal: Principal): Record<string, string> {
  return { [principalHeader]: JSON.stringify(principal) };
}
