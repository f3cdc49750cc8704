/** Gives an organisation one thing of every kind that the API can make, with `word` in every text that people write. */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { Authenticator } from "../../workers/auth/testing/authenticator.ts";
import { withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { keyUsed, type House } from "./house.ts";
import type { Operation } from "./operations.ts";
import { keyOf, member, parsed, password, postJson, type Person } from "./people.ts";
import type { Stage } from "./stage.ts";
import { absentThings, effectOf, type Things } from "./things.ts";
import type { Wire } from "./wire.ts";

const made = z.object({ id: z.string() });
const listed = z.object({ items: z.array(made).min(1) });
const running = z.object({ status: z.string() });
const analysed = z.object({ work: running });
const grant = z.object({ userCode: z.string() });
const asked = z.object({ token: z.string(), options: z.record(z.string(), z.unknown()) });
const sources = z.object({ items: z.tuple([z.object({ fetching: z.boolean() })]) });
const body = z.record(z.string(), z.unknown());
/** An export of a small organisation takes a second or two. */
const patienceMs = 60_000;

/** A researcher who may ask no model: the first step of a run fails for good, which leaves a dead letter and a run that stands still. */
const profiles = standardProfiles.map((profile) =>
  profile.role === "researcher" ? { ...profile, scopes: ["niches:read", "niches:write"] } : profile,
);
/** What people say of two things, in so many words that an analysis tells them apart. */
const complaints = {
  strap: ["broke after a week", "broke at the buckle", "itches on warm days", "itches on my wrist", "tore at the seam", "tore on day two"],
  battery: ["drains over night", "drains in the cold", "swells after months", "charges too slowly", "dies before noon", "dies in standby"],
};

export interface Furnishing {
  stage: Pick<Stage, "wire" | "auth" | "provider">;
  operations: readonly Operation[];
  owner: Person;
  word: string;
  /** Where the organisation's webhook goes, and its feed comes from. */
  hook: string;
  /** True: the device was let in, so that its code opens nothing any more. */
  admitted?: boolean;
}

export async function furnish({ stage, operations, owner, word, hook, admitted = false }: Furnishing): Promise<House> {
  const { wire } = stage;
  const things = { ...absentThings(), organisation: owner.organisation, user: owner.user };
  const get = async <T>(path: string, schema: z.ZodType<T>) =>
    parsed(await wire.send(withCredential({ method: "GET", path }, owner)), schema);
  /** The example of the operation with `changes`, under the house's own key; returns what `schema` says of its answer. */
  const ask = async <T>(id: string, schema: z.ZodType<T>, changes: object = {}): Promise<T> => {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new Error(`There is no operation ${id} any more.`);
    const sent = requestWith(operation, things);
    const isJson = sent.headers?.["content-type"] === "application/json";
    const headers = { ...sent.headers, "idempotency-key": keyUsed({ word }, id) };
    const changed = isJson ? { body: JSON.stringify({ ...body.parse(JSON.parse(String(sent.body))), ...changes }) } : changes;
    return parsed(await wire.send(withCredential({ ...sent, headers, ...changed }, owner)), schema);
  };
  const make = async (id: string, changes: object = {}) => (await ask(id, made.partial(), changes)).id ?? "";
  const until = <T>(path: string, schema: z.ZodType<T>, status: string, of: (seen: T) => string) =>
    reached(path, status, async () => of(await get(path, schema)));

  things.member = (await member(stage, "viewer", owner.organisation, `${word}-guest`)).user;
  things.niche = await make("createNiche", { name: `${word} straps` });
  things.subject = `niche/${things.organisation}/${things.niche}`;
  const niche = `/api/v1/niches/${things.niche}`;
  const lines = Object.entries(complaints).flatMap(([what, all]) =>
    all.map((text, person) => JSON.stringify({ text: `${word} ${what} ${text}`, author: `${word} ${person}` })),
  );
  await make("importEvidence", { body: lines.join("\n") });
  things.evidence = (await get(`${niche}/evidence`, listed)).items[0]?.id ?? "";
  await ask("analyseNiche", body);
  await until(niche, analysed, "succeeded", ({ work }) => work.status);
  things.theme = (await get(`${niche}/themes`, listed)).items[0]?.id ?? "";
  things.override = await make("overrideThemes", { kind: "rename", themeId: things.theme, label: `${word} theme` });
  things.source = await make("addNicheSource", { url: hook });
  await until(`${niche}/sources`, sources, "false", ({ items }) => String(items[0].fetching));
  things.table = await make("importMarketTable", { body: `Competitor,Price,Reviews\n${word},5,40\nBolt,9,10\n` });
  things.upload = await make("openUpload");
  things.team = await make("createTeam", { name: `${word} team`, profiles });
  things.price = await make("recommendPrice", { nicheName: `${word} straps` });
  things.projection = await make("projectRevenue");
  things.plan = await make("createMarketingPlan", { productName: `${word} app` });
  things.run = await make("startRun", { assumptions: { productName: `${word} app` } });
  things.effect = effectOf(things.run);
  things.webhook = await make("createWebhook", { url: hook, description: `${word} hook` });
  things.delivery = await make("testWebhook");
  things.apiKey = (await keyOf(wire, owner, ["niches:read"])).id;
  things.invitation = await make("createInvitation", { email: `guest@${word}.example` });
  // A second session: the first is the one that asks.
  parsed(await postJson(wire, "/api/v1/auth/sign-in", { email: owner.email, password }), body);
  things.session = (await get("/api/v1/auth/sessions", listed)).items[0]?.id ?? "";
  things.identity = await identified(stage, owner);
  const { token, options } = await ask("startPasskey", asked);
  const credential = new Authenticator(wire.origin).create(options);
  things.passkey = await make("addPasskey", { token, name: `${word} phone`, credential });
  things.device = (await ask("startDevice", grant, { name: `${word} laptop` })).userCode;
  if (admitted) await ask("decideDevice", body, { decision: "approved" });
  things.verification = await make("startVerification");
  things.export = await make("exportOrganisation");
  await until(`/api/v1/database/maintenance/${things.export}`, running, "succeeded", ({ status }) => status);
  await until(`/api/v1/runs/${things.run}`, running, "failed", ({ status }) => status);
  return { owner, things, word };
}

/** Lets the owner sign in with another service once, which makes it an identity of theirs; returns its id. */
async function identified({ wire, auth, provider }: Furnishing["stage"], owner: Person): Promise<string> {
  // An address that somebody else may have stated is linked to nobody. No e-mail goes out here by which it could be confirmed.
  await auth.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(owner.user).run();
  const path = "/api/v1/auth/oauth/github";
  const away = await wire.send({ method: "GET", path });
  const { code, state } = provider.agree(away.headers["location"] ?? "", {
    subject: randomInt(2 ** 40),
    email: owner.email,
    verified: true,
  });
  const cookie = away.headers["set-cookie"]?.split(";")[0] ?? "";
  await wire.send({ method: "GET", path: `${path}/callback?code=${code}&state=${state}`, headers: { cookie } });
  const identities = await wire.send(withCredential({ method: "GET", path: "/api/v1/auth/identities" }, owner));
  return parsed(identities, listed).items[0]?.id ?? "";
}

/** What is no organisation's, made by the operator: a backup of everything, and a token for a node. */
export async function ofInstallation(wire: Wire, operator: Caller): Promise<Pick<Things, "backup" | "joinToken">> {
  const path = "/api/v1/database/backups";
  const { id } = parsed(await postJson(wire, path, {}, operator), made);
  const look = () => wire.send(withCredential({ method: "GET", path: `${path}/${id}` }, operator));
  await reached(path, "succeeded", async () => parsed(await look(), running).status);
  const token = parsed(await postJson(wire, "/api/v1/nodes/join-tokens", {}, operator), made);
  return { backup: id, joinToken: token.id };
}

/** Looks until it is so; throws when it takes too long. */
async function reached(what: string, status: string, look: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let now = ""; now !== status; now = await look()) {
    if (Date.now() > deadline) throw new Error(`${what} is still ${now}, not ${status}.`);
    await sleep(100);
  }
}
