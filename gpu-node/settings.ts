/** The node's settings: read from the environment, checked at start, each with its default. */
import { availableParallelism, hostname } from "node:os";
import { resolve } from "node:path";
import * as z from "zod";
import { err, ok, type Result } from "../contracts/result.ts";
import { deviceChoices } from "./backends/device.ts";
import { modelEnvironment, modelsOf } from "./models/model-settings.ts";
import type { ModelChoice } from "./models/servable-model.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

/** `variables` is the whole environment: keys of upstreams have names of their own. */
const environmentSchema = (variables: Variables) =>
  z
    .object({
      /** Address to listen on. */
      PAISSIVE_NODE_HOST: z.string().min(1).default("127.0.0.1"),
      /** 0 takes any free port. */
      PAISSIVE_NODE_PORT: wholeNumber(0, 65_535).default(0),
      /** How the node is called in the pool. */
      PAISSIVE_NODE_NAME: z.string().min(1).max(100).default(hostname()),
      /** Where the edge reaches the node. Default: the address it listens on. */
      PAISSIVE_NODE_URL: httpUrl.optional(),
      /** Batches computed at once. Default: one for every `PAISSIVE_NODE_LANE_THREADS` cores, or one on a GPU. */
      PAISSIVE_NODE_LANES: wholeNumber(1, 256).optional(),
      /** Threads that compute one batch together; more than one for models so large that a copy for each core has no room. */
      PAISSIVE_NODE_LANE_THREADS: wholeNumber(1, 256).default(1),
      PAISSIVE_NODE_DEVICE: z.enum(deviceChoices).default("auto"),
      /** Padded tokens of a batch. Default: tuned to the device, at most 1,024 on a CPU and 16,384 on a GPU. */
      PAISSIVE_NODE_BATCH_TOKENS: wholeNumber(1, 1_048_576).optional(),
      /** Tokens that may wait. */
      PAISSIVE_NODE_QUEUE_TOKENS: wholeNumber(1, 16_777_216).default(262_144),
      /** Seconds given to requests under way when the node is told to end. */
      PAISSIVE_NODE_DRAIN_SECONDS: wholeNumber(0, 3_600).default(25),
      /** Developer mode: unsigned requests from this machine are served. */
      PAISSIVE_NODE_OPEN: flag,
      ...modelEnvironment,
      /** Megabytes of weights that may be loaded at once, the copies of all lanes together. Default: no bound. */
      PAISSIVE_NODE_MEMORY_MB: wholeNumber(1, 16_777_216).optional(),
      /** Seconds without a request after which a model is unloaded; 0 keeps every model. */
      PAISSIVE_NODE_IDLE_SECONDS: wholeNumber(0, 31_536_000).default(900),
      /** The edge whose pool to join; without it the node serves alone. */
      PAISSIVE_EDGE_URL: httpUrl.optional(),
      PAISSIVE_JOIN_TOKEN: z.string().min(1).optional(),
      /** The node opens a link to the edge and is called over it, for nodes that the edge cannot reach. */
      PAISSIVE_NODE_DIAL_OUT: flag,
    })
    .superRefine((env, context) => {
      const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
      const models = modelsOf(env, variables);
      if (!models.ok) complain("PAISSIVE_NODE_MODELS", models.error.detail);
      const joins = env.PAISSIVE_EDGE_URL !== undefined;
      if (joins && env.PAISSIVE_JOIN_TOKEN === undefined)
        complain("PAISSIVE_JOIN_TOKEN", "is needed to join the pool of PAISSIVE_EDGE_URL");
      if (!joins && env.PAISSIVE_JOIN_TOKEN !== undefined) complain("PAISSIVE_EDGE_URL", "is needed: a join token alone says no edge");
      if (env.PAISSIVE_NODE_OPEN && !isLoopback(env.PAISSIVE_NODE_HOST)) {
        complain("PAISSIVE_NODE_OPEN", "serves unsigned requests, so PAISSIVE_NODE_HOST must be 127.0.0.1, ::1 or localhost");
      }
      if (env.PAISSIVE_NODE_DIAL_OUT && !joins)
        complain("PAISSIVE_EDGE_URL", "is needed: it is the edge to which PAISSIVE_NODE_DIAL_OUT dials");
      if (env.PAISSIVE_NODE_DIAL_OUT && env.PAISSIVE_NODE_URL !== undefined) {
        complain("PAISSIVE_NODE_URL", "has no meaning with PAISSIVE_NODE_DIAL_OUT: the edge calls no address then");
      }
      const called = joins && !env.PAISSIVE_NODE_DIAL_OUT;
      if (called && env.PAISSIVE_NODE_URL === undefined && ["0.0.0.0", "::"].includes(env.PAISSIVE_NODE_HOST)) {
        complain("PAISSIVE_NODE_URL", `is needed: ${env.PAISSIVE_NODE_HOST} is no address that the edge could call`);
      }
    });

export type Environment = z.infer<ReturnType<typeof environmentSchema>>;

/** The settings by the names the code uses. */
export interface Settings {
  host: string;
  port: number;
  name: string;
  url: string | undefined;
  lanes: number | undefined;
  laneThreads: number;
  device: Environment["PAISSIVE_NODE_DEVICE"];
  batchTokens: number | undefined;
  queueTokens: number;
  drainMs: number;
  open: boolean;
  modelFolder: string;
  models: readonly ModelChoice[];
  /** The same from the list as it is now: a list in a file may have changed. */
  readModels: () => Result<ModelChoice[]>;
  /** Infinity: what the disk has. */
  diskBytes: number;
  /** Infinity: no bound. */
  memoryBytes: number;
  /** Infinity: a loaded model stays. */
  idleMs: number;
  pool: { edge: URL; token: string; dialOut: boolean } | undefined;
}

/** Cores that the process may use: what a CPU node has lanes for. */
export const cores = availableParallelism();

/** Reads the settings. An empty variable counts as absent. `invalid_input` lists every variable that is wrong. */
export function readSettings(environment: Variables): Result<Settings> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environmentSchema(environment).safeParse(given);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    return err("invalid_input", fields.map(({ path, message }) => `${path}: ${message}`).join("\n"), { fields });
  }
  const env = parsed.data;
  const models = modelsOf(env, environment);
  if (!models.ok) return models;
  const { PAISSIVE_EDGE_URL: edge, PAISSIVE_JOIN_TOKEN: token } = env;
  return ok({
    host: env.PAISSIVE_NODE_HOST,
    port: env.PAISSIVE_NODE_PORT,
    name: env.PAISSIVE_NODE_NAME,
    // The edge appends its paths: a slash at the end would double.
    url: env.PAISSIVE_NODE_URL?.replace(/\/+$/, ""),
    lanes: env.PAISSIVE_NODE_LANES,
    laneThreads: env.PAISSIVE_NODE_LANE_THREADS,
    device: env.PAISSIVE_NODE_DEVICE,
    batchTokens: env.PAISSIVE_NODE_BATCH_TOKENS,
    queueTokens: env.PAISSIVE_NODE_QUEUE_TOKENS,
    drainMs: env.PAISSIVE_NODE_DRAIN_SECONDS * 1000,
    open: env.PAISSIVE_NODE_OPEN,
    modelFolder: resolve(env.PAISSIVE_MODEL_DIR),
    models: models.value,
    readModels: () => modelsOf(env, environment),
    diskBytes: env.PAISSIVE_MODEL_DISK_MB === undefined ? Infinity : env.PAISSIVE_MODEL_DISK_MB * 2 ** 20,
    memoryBytes: env.PAISSIVE_NODE_MEMORY_MB === undefined ? Infinity : env.PAISSIVE_NODE_MEMORY_MB * 2 ** 20,
    idleMs: env.PAISSIVE_NODE_IDLE_SECONDS === 0 ? Infinity : env.PAISSIVE_NODE_IDLE_SECONDS * 1000,
    pool: edge !== undefined && token !== undefined ? { edge: new URL(edge), token, dialOut: env.PAISSIVE_NODE_DIAL_OUT } : undefined,
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
