/** A request of every operation that its service would carry out for whoever may, with the things of an organisation in its slots. */
import { createHash } from "node:crypto";
import type { Sent } from "./wire.ts";
import type { Operation } from "./operations.ts";
import { slotsOf, type Slot } from "./slots.ts";
import type { Thing, Things } from "./things.ts";

/** Of what `sendBackupPart` sends. */
const digest = createHash("sha256").update("part").digest("hex");
const moment = "2026-01-01T00:00:00.000Z";

/** Bodies where the API's description shows none, or one that is too much work. Ids are filled in afterwards. */
const bodies: Readonly<Record<string, unknown>> = {
  createApiKey: { name: "nightly import", scopes: ["keys:write"] },
  signIn: { email: "nobody@example.com", password: "not the right one" },
  signUp: { email: "no address", password: "not the right one", name: "Nobody", organisationName: "Nowhere" },
  changeRole: { role: "viewer" },
  transferOwnership: {},
  leaveOrganisation: {},
  createOrganisation: { name: "Second firm" },
  changeOrganisation: { secondFactorRequired: false },
  createInvitation: { email: "guest@example.com", role: "viewer" },
  signInWithCode: { challenge: "none", code: "000000" },
  startPasskeySignIn: {},
  signInWithPasskey: { token: "none", credential: { id: "none", rawId: "none", type: "public-key", response: {} } },
  confirmTotp: { code: "000000" },
  addPasskey: { token: "none", name: "phone", credential: { id: "none", rawId: "none", type: "public-key", response: {} } },
  startDevice: { name: "laptop in the workshop" },
  redeemDevice: { deviceCode: "none" },
  decideDevice: { decision: "denied" },
  confirmSignUp: { token: "none", password: "not the right one" },
  forgotPassword: { email: "nobody@example.com" },
  resetPassword: { token: "none", newPassword: "another one altogether" },
  verifyEmail: { token: "none" },
  previewInvitation: { token: "none" },
  acceptInvitation: { token: "none" },
  rotateApiKey: { overlapSeconds: 60 },
  confirmIdentity: { password: "not the right one" },
  changePassword: { currentPassword: "not the right one", newPassword: "another one altogether" },
  createEmbeddings: { model: "default-embedding", input: "a text" },
  classify: { model: "sides", input: "a text" },
  rerank: { model: "default-embedding", query: "a", documents: ["b"] },
  moveAlias: { model: "proof-model", version: "2" },
  joinNode: {
    name: "gpu-1",
    url: "http://127.0.0.1:9",
    device: "cpu",
    models: [{ name: "m", version: "1", task: "embedding", dimensions: 1, maxTokens: 8 }],
  },
  nodeHeartbeat: { epoch: 1, status: "ready", models: [], load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 } },
  createNiche: { name: "bag straps" },
  forkNiche: { version: 1 },
  assumeMarket: { competition: "low" },
  setOpportunityWeights: { kind: "default" },
  overrideThemes: { kind: "split", label: "probe" },
  openUpload: { fileName: "straps.jsonl", bytes: 27 },
  addNicheSource: { kind: "feed", url: "http://localhost:9/latest.rss" },
  analyseNiche: { seed: 1 },
  startRun: { seed: 1 },
  decideApproval: { step: "marketing", decision: "approved" },
  forkRun: { version: 1 },
  createTeam: { name: "spring launch" },
  createWebhook: { url: "http://localhost:9/events" },
  changeWebhook: { description: "for the workshop" },
  rotateWebhookSecret: {},
  rewindSubscription: { position: 0 },
  redriveSubject: {},
  editEffect: { input: {} },
  eraseOrganisation: {},
  startRestore: {},
  putAlertRule: { metric: "error-rate", comparison: "above", threshold: 0.5 },
  sendBackupManifest: {
    sha256: digest,
    manifest: {
      format: "paissive-backup/1",
      startedAt: moment,
      finishedAt: moment,
      migrations: {},
      head: 0,
      events: 0,
      segments: 0,
      actors: 0,
      tables: [],
      parts: [],
    },
  },
};
/** Headers without which an operation is refused whoever asks. */
const headers: Readonly<Record<string, Record<string, string>>> = {
  followNiche: { accept: "text/event-stream" },
  followRun: { accept: "text/event-stream" },
};
/** Whatever has a version is changed whatever it is now. */
function headersOf({ id, parameters }: Operation): Record<string, string> {
  const versioned = parameters.some(({ name }) => name.toLowerCase() === "if-match");
  return { ...headers[id], ...(versioned ? { "if-match": "*" } : {}) };
}

/** What an operation has in the place of what is usual. */
const chosenFor: Readonly<Record<string, Record<string, string>>> = {
  getModelAlias: { alias: "default-embedding" },
  getModel: { model: "words" },
  nameModelRelease: { model: "proof-model@2" },
  retireModelVersion: { model: "proof-model@1" },
};
const lighter: Readonly<Record<string, object>> = { projectRevenue: { paths: 100, months: 2 } };

/** Values of what is not an organisation's own. */
export const chosen: Readonly<Record<string, string>> = {
  kind: "agent-team",
  name: "niche-analysis",
  service: "niche-analysis",
  alias: "proof-alias",
  model: "no-such-model",
  baseline: "words@1",
  candidate: "sides@1",
  rule: "proof-rule",
  provider: "github",
  number: "0",
  offset: "0",
  sha256: digest,
  id: "nod_00000000000000000000000000",
};

export interface Wanted {
  operation: Operation;
  /** What stands in a slot. */
  thing: (slot: Slot) => string;
}

/** The request without a credential. */
export function exampleOf({ operation, thing }: Wanted): Sent {
  const slots = slotsOf(operation);
  const at = (place: Slot["in"], name: string) => {
    const slot = slots.find((one) => one.in === place && one.name === name);
    return slot ? thing(slot) : undefined;
  };
  const usual = { ...chosen, ...chosenFor[operation.id] };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(at("path", name) ?? usual[name] ?? ""));
  const query = operation.parameters.flatMap(({ name, in: place, required }): [string, string][] => {
    const value = place === "query" ? (at("query", name) ?? (required ? usual[name] : undefined)) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const search = query.length === 0 ? "" : `?${new URLSearchParams(query).toString()}`;
  return { method: operation.method, path: `${path}${search}`, ...bodyOf(operation, slots, thing) };
}

/** The request in which all slots hold what `things` has. */
export function requestWith(operation: Operation, things: Things): Sent {
  return exampleOf({ operation, thing: ({ thing }: { thing: Thing }) => things[thing] });
}

function bodyOf(operation: Operation, slots: readonly Slot[], thing: Wanted["thing"]): Pick<Sent, "body" | "headers"> {
  const content = operation.requestBody?.content;
  if (operation.id === "sendBackupPart" || operation.id === "sendUploadPart")
    return { body: "part", headers: { "content-type": "application/octet-stream" } };
  const own = headersOf(operation);
  if (!content) return Object.keys(own).length > 0 ? { headers: own } : {};
  // A file, which may be JSON among others.
  if (content["application/x-ndjson"]) return { body: '{"text":"the strap broke"}\n', headers: { "content-type": "application/x-ndjson" } };
  if (operation.id === "importMarketTable")
    return { body: "Competitor,Price,Reviews\nAcme,5,40\nBolt,9,10\n", headers: { "content-type": "text/csv" } };
  const body = structuredClone(bodies[operation.id] ?? content["application/json"]?.example) as Record<string, unknown> | undefined;
  if (body === undefined) throw new Error(`There is no example of a body for ${operation.id}: add one to tools/security/examples.ts.`);
  Object.assign(body, lighter[operation.id]);
  for (const slot of slots) if (slot.in === "body") put(body, slot.name.split("."), thing(slot));
  const { manifest } = body;
  const id = slots.find((slot) => slot.in === "path" && slot.name === "id");
  if (id && manifest !== null && typeof manifest === "object") Object.assign(manifest, { id: thing(id) });
  return { body: JSON.stringify(body), headers: { "content-type": "application/json", ...own } };
}

/** Writes `value` at `path`, making what is missing on the way. */
function put(target: unknown, [key = "", ...rest]: readonly string[], value: string): void {
  const holder = target as Record<string, unknown>;
  if (rest.length === 0) holder[key] = value;
  else put((holder[key] ??= /^\d+$/.test(rest[0] ?? "") ? [] : {}), rest, value);
}
