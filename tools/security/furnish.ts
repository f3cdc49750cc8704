/** Gives an organisation one thing of every kind that the API can make, with `word` in every text that people write. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { standardProfiles } from "../../workers/agent-teams/domain/profiles.ts";
import { withCredential } from "./callers.ts";
import { requestWith } from "./examples.ts";
import { keyUsed, type House } from "./house.ts";
import type { Operation } from "./operations.ts";
import { keyOf, parsed, password, postJson, type Person } from "./people.ts";
import { absentThings, effectOf } from "./things.ts";
import type { Wire } from "./wire.ts";

const made = z.object({ id: z.string() });
const listed = z.object({ items: z.array(made).min(1) });
const running = z.object({ status: z.string() });
const body = z.record(z.string(), z.unknown());
/** An export of a small organisation takes a second or two. */
const patienceMs = 60_000;

/** A researcher who may ask no model: the first step of a run fails for good, which leaves a dead letter and a run that stands still. */
const profiles = standardProfiles.map((profile) =>
  profile.role === "researcher" ? { ...profile, scopes: ["niches:read", "niches:write"] } : profile,
);

export interface Furnishing {
  wire: Wire;
  operations: readonly Operation[];
  owner: Person;
  word: string;
  /** Where the organisation's webhook goes. */
  hook: string;
}

export async function furnish({ wire, operations, owner, word, hook }: Furnishing): Promise<House> {
  const things = { ...absentThings(), organisation: owner.organisation, user: owner.user };
  const get = async <T>(path: string, schema: z.ZodType<T>) =>
    parsed(await wire.send(withCredential({ method: "GET", path }, owner)), schema);
  /** The example of the operation with `changes`, under the house's own key; returns the new id. */
  const make = async (id: string, changes: object = {}) => {
    const operation = operations.find((one) => one.id === id);
    if (!operation) throw new Error(`There is no operation ${id} any more.`);
    const sent = requestWith(operation, things);
    const isJson = sent.headers?.["content-type"] === "application/json";
    const headers = { ...sent.headers, "idempotency-key": keyUsed({ word }, id) };
    const changed = isJson ? { body: JSON.stringify({ ...body.parse(JSON.parse(String(sent.body))), ...changes }) } : changes;
    return parsed(await wire.send(withCredential({ ...sent, headers, ...changed }, owner)), made.partial()).id ?? "";
  };
  const until = async (path: string, status: string) => {
    const deadline = Date.now() + patienceMs;
    for (let now = ""; now !== status; { status: now } = await get(path, running)) {
      if (Date.now() > deadline) throw new Error(`${path} is still ${now}, not ${status}.`);
      await sleep(100);
    }
  };

  things.niche = await make("createNiche", { name: `${word} straps` });
  things.subject = `niche/${things.organisation}/${things.niche}`;
  const lines = ["broke after a week", "itches on warm days"].map((text) =>
    JSON.stringify({ text: `${word} strap ${text}`, author: word }),
  );
  await make("importEvidence", { body: lines.join("\n") });
  things.evidence = (await get(`/api/v1/niches/${things.niche}/evidence`, listed)).items[0]?.id ?? "";
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
  things.verification = await make("startVerification");
  things.export = await make("exportOrganisation");
  await until(`/api/v1/database/maintenance/${things.export}`, "succeeded");
  await until(`/api/v1/runs/${things.run}`, "failed");
  return { owner, things, word };
}
