/** What is there in the end: everything the work made, read through the public API once nothing moves any more. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { runSchema, type Run } from "../../contracts/services/agent-teams.ts";
import { verificationSchema, type Verification } from "../../contracts/services/database.ts";
import { storedEventSchema } from "../../contracts/services/event-bus.ts";
import { nicheDetailSchema, type NicheDetail } from "../../contracts/services/niche-analysis.ts";
import type { StoredEvent } from "../../contracts/events/index.ts";
import type { PatientClient } from "./client.ts";
import type { Delivered } from "./webhooks/deliveries.ts";
import { notesOn, unfinishedAt } from "./webhooks/endpoints.ts";
import { repeatsOf, type Ledger } from "./webhooks/ledger.ts";
import type { StartedWork } from "./workload.ts";

export interface Outcome {
  work: StartedWork;
  niches: NicheDetail[];
  runs: Run[];
  /** Everything else that a list shows, by list. */
  lists: Record<string, Record<string, unknown>[]>;
  /** The whole store of the organisation, in the order of positions. */
  events: StoredEvent[];
  verification: Verification;
  delivered: Delivered;
  /** What had not ended when the time was up, one sentence each. */
  unfinished: string[];
}

const settledWithinMs = 180_000;
const row = z.record(z.string(), z.unknown());
const lists = ["prices", "projections", "marketing-plans", "teams"] as const;
const subscriptionsSchema = z.object({ items: z.array(z.object({ name: z.string(), lag: z.number(), parked: z.array(z.unknown()) })) });

/** Waits until all has ended and arrived, for at most three minutes, and reads everything; `ledger` is that of the receiver. */
export async function outcomeOf(client: PatientClient, started: StartedWork, ledger: Ledger): Promise<Outcome> {
  const until = Date.now() + settledWithinMs;
  for (;;) {
    const seen = await look(client, started);
    if (seen.unfinished.length > 0 && Date.now() < until) {
      await sleep(500);
      continue;
    }
    const verification = await verify(client);
    // What moved while the projections were verified would be compared half.
    const delivered = await deliveredTo(client, started, ledger);
    return { ...(await look(client, started)), unfinished: seen.unfinished, verification, delivered };
  }
}

/** The receiver's book, with the sender's notes on whatever came again after it had been accepted. */
async function deliveredTo(client: PatientClient, { endpoints }: StartedWork, { arrivals }: Ledger): Promise<Delivered> {
  const repeats = repeatsOf(arrivals);
  const notes = await Promise.all(
    endpoints.map((endpoint, number) => {
      const ids = new Set(repeats.filter((arrival) => arrival.endpoint === number).map(({ id }) => id));
      return notesOn(client, endpoint, ids);
    }),
  );
  return { endpoints, arrivals, notes: notes.flat() };
}

/** Everything as it is now. */
export async function look(client: PatientClient, work: StartedWork): Promise<Omit<Outcome, "verification" | "delivered">> {
  const ids = await client.all("/api/v1/niches", z.object({ id: z.string() }));
  const known = [...new Set([...work.nicheIds, ...ids.map(({ id }) => id)])];
  const niches = await Promise.all(known.map((id) => client.get(`/api/v1/niches/${id}`, nicheDetailSchema)));
  const runIds = (await client.all("/api/v1/runs", z.object({ id: z.string() }))).map(({ id }) => id);
  const runs = await Promise.all([...new Set([...work.runIds, ...runIds])].map((id) => client.get(`/api/v1/runs/${id}`, runSchema)));
  const subscriptions = await client.get("/api/v1/event-subscriptions", subscriptionsSchema);
  const events = await client.all("/api/v1/events", storedEventSchema);
  const listed = await Promise.all(lists.map(async (list) => [list, await inFull(client, list)] as const));
  const stored = Map.groupBy(events, (event) => event.subject.split("/")[2] ?? "");
  const behind = [...niches, ...runs].filter(({ id, version }) => (stored.get(id)?.at(-1)?.sequence ?? 0) < version);
  const untold = listed.flatMap(([list, rows]) =>
    rows.filter(({ id }) => !stored.has(String(id))).map(({ id }) => `${list} ${String(id)}`),
  );
  const undelivered = await Promise.all(work.endpoints.map((endpoint) => unfinishedAt(client, endpoint)));
  const unfinished = [
    ...undelivered.flat(),
    ...niches
      .filter(({ work: { status } }) => status !== "succeeded")
      .map(({ id, work: { status, message } }) => `niche ${id} is ${status}: ${message ?? ""}`),
    ...runs.filter(({ status }) => status !== "succeeded").map(({ id, status, message }) => `run ${id} is ${status}: ${message ?? ""}`),
    ...behind.map(({ id, version }) => `the store has not all ${version} events of ${id}`),
    ...untold.map((thing) => `the store has no event of ${thing}`),
    ...subscriptions.items.filter(({ lag }) => lag > 0).map(({ name, lag }) => `subscription ${name} lags by ${lag}`),
    ...subscriptions.items
      .filter(({ parked }) => parked.length > 0)
      .map(({ name, parked }) => `subscription ${name} parked ${parked.length} subjects`),
  ];
  return { work, niches, runs, lists: Object.fromEntries(listed), events, unfinished };
}

/** What a list shows, each as its own address shows it. */
async function inFull(client: PatientClient, list: string): Promise<Record<string, unknown>[]> {
  const rows = await client.all(`/api/v1/${list}`, z.object({ id: z.string() }));
  return Promise.all(rows.map(({ id }) => client.get(`/api/v1/${list}/${id}`, row)));
}

export async function verify(client: PatientClient): Promise<Verification> {
  const { id } = await client.post("/api/v1/database/verify", verificationSchema, {}, "chaos-verify");
  const until = Date.now() + settledWithinMs;
  for (;;) {
    const verification = await client.get(`/api/v1/database/verifications/${id}`, verificationSchema);
    if (verification.status === "succeeded" || verification.status === "failed" || Date.now() >= until) return verification;
    await sleep(200);
  }
}
