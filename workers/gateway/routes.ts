/** Which service owns which part of the API, and what the door does differently for some of it. */
import type { ServiceName } from "../../contracts/services/common.ts";

const MiB = 1_048_576;

export interface Route {
  service: ServiceName;
  /** True: the service itself looks at whatever credential there is (signing in, nodes with tokens and signatures). */
  open: boolean;
  /** Most bytes of a body. */
  maxBody: number;
  /** Milliseconds until its answer must have begun. */
  withinMs: number;
  /** True: the body is a file, else it is JSON. */
  upload: boolean;
  /** True: its service hashes a password for it, and does nothing else meanwhile. */
  hashes: boolean;
  /**
   * Answers that must be kept nowhere, since they hold a secret: `answers itself` when the service knows repetitions by their idempotency key,
   * `shown once` when it does not.
   */
  secret?: "answers itself" | "shown once";
  /** Shape of what the door itself answers when it refuses. */
  faults: "problem" | "openai";
}

/** Files are read before they are answered; a text may wait for a model to be loaded. */
const patience = { file: 600_000, inference: 120_000, other: 60_000 };

/** Whose `/api/v1/<segment>/…` is. */
export const owners: readonly (readonly [segment: string, service: ServiceName])[] = [
  ["auth", "auth"],
  ["api-keys", "auth"],
  ["members", "auth"],
  ["invitations", "auth"],
  ["audit", "auth"],
  ["niches", "niche-analysis"],
  ["prices", "monetization"],
  ["pricing", "monetization"],
  ["projections", "monetization"],
  ["subscriptions", "monetization"],
  ["marketing-plans", "marketing"],
  ["readability", "marketing"],
  ["experiments", "marketing"],
  ["teams", "agent-teams"],
  ["runs", "agent-teams"],
  ["embeddings", "ai-models"],
  ["classify", "ai-models"],
  ["rerank", "ai-models"],
  ["models", "ai-models"],
  ["nodes", "ai-models"],
  ["usage", "ai-models"],
  ["events", "event-bus"],
  ["event-subscriptions", "event-bus"],
  ["webhooks", "event-bus"],
  ["database", "database"],
  ["actors", "database"],
  ["dead-letters", "database"],
];

/** What clients of OpenAI's API call: they read its errors only. */
const openAiSegments: ReadonlySet<string> = new Set(["embeddings", "classify", "rerank"]);
/** What comes before a credential: signing up and in, links from e-mails, a device that asks to be let in; and nodes. */
const openPaths =
  /^\/api\/v1\/(auth\/(sign-up|sign-up\/confirm|sign-in|sign-in\/(code|passkey|passkey\/options)|sign-out|password\/(forgot|reset)|email\/verify|invitations\/preview|device|device\/token)|nodes\/(join|[^/]+\/heartbeat))$/;
/** What takes a password or sets one: signing up and in, links from e-mails, and changes by who is signed in. */
const hashingPath = /^\/api\/v1\/auth\/(sign-up|sign-up\/confirm|sign-in|password\/reset|confirm|password)$/;
/** What a browser opens on its way to another identity provider and back. */
const openPages = /^\/api\/v1\/auth\/(providers|oauth\/[^/]+(\/callback)?)$/;
/** The socket of a node that dials out, signed as its heartbeats are. */
const linkPath = /^\/api\/v1\/nodes\/[^/]+\/link$/;
const uploadPaths: readonly { method: string; path: RegExp; maxBody: number }[] = [
  { method: "POST", path: /^\/api\/v1\/niches\/[^/]+\/evidence$/, maxBody: 200 * MiB },
  { method: "POST", path: /^\/api\/v1\/niches\/[^/]+\/market-tables$/, maxBody: 24 * MiB },
  { method: "PUT", path: /^\/api\/v1\/niches\/[^/]+\/uploads\/[^/]+$/, maxBody: 8 * MiB },
  // Parts of backups, as requests and the description name them, and manifests that name all of them.
  { method: "PUT", path: /^\/api\/v1\/database\/backups\/[^/]+\/(parts\/(\d+|\{number\})|manifest)$/, maxBody: 32 * MiB },
];

/** Services that make a key, or a webhook's secret, once for each idempotency key. */
const secretPaths = /^\/api\/v1\/(api-keys|webhooks|webhooks\/[^/]+\/secret-rotations)$/;

function secretOf(service: ServiceName, path: string): Pick<Route, "secret"> {
  if (secretPaths.test(path)) return { secret: "answers itself" };
  return service === "auth" ? { secret: "shown once" } : {};
}

/** The route of a path (`/api/v1/<segment>/…`); undefined when nobody owns it. Whole segments count: `/api/v1/nichesque` is nobody's. */
export function routeOf(method: string, path: string): Route | undefined {
  const segment = /^\/api\/v1\/([^/]+)/.exec(path)?.[1];
  const service = owners.find(([owned]) => owned === segment)?.[1];
  if (service === undefined) return undefined;
  const upload = uploadPaths.find((one) => one.method === method && one.path.test(path));
  const openAi = openAiSegments.has(segment ?? "");
  return {
    service,
    open: (method === "POST" && openPaths.test(path)) || (method === "GET" && (linkPath.test(path) || openPages.test(path))),
    // Texts to infer from come by the thousand; the service keeps the same limit.
    maxBody: upload?.maxBody ?? (openAi ? 8 * MiB : MiB),
    withinMs: upload ? patience.file : openAi ? patience.inference : patience.other,
    upload: upload !== undefined,
    hashes: method === "POST" && hashingPath.test(path),
    ...secretOf(service, path),
    faults: openAi ? "openai" : "problem",
  };
}
