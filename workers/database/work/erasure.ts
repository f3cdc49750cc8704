/**
 * Erasing an organisation. First the tombstones, so that nothing comes back; then a pause in which events on their way arrive; then
 * its actors, found by the ids that its events and commands name; then its rows of every service; the accounts last, after a pause
 * in which the owner can still fetch the certificate. Every step can be repeated: what is gone stays gone.
 */
import * as z from "zod";
import type { Result } from "../../../contracts/result.ts";
import { serviceNames, type ServiceName, type TableRows } from "../../../contracts/services/common.ts";
import type { ErasureResult } from "../../../contracts/services/database.ts";
import { actorIdsIn } from "../../kit/actor-ids.ts";
import { bury, eraseRows } from "../../kit/erasure.ts";
import { peerBindings, peers, type Peer } from "../domain/peers.ts";
import { tenancy } from "../tenancy.ts";
import { deleteExports } from "./export-file.ts";
import { workKind, type Step, type StepContext, type WorkKind } from "./kind.ts";

/** For the outboxes to reach the store, which then names every actor. */
const settleMs = 3_000;
/** In which the owner can still read the certificate. */
const accountsAfterMs = 60_000;
const pageEvents = 200;
const idsPerCall = 20;

/** The store goes after its events have been read, the accounts last of all, the record of the work never. */
const rowOrder: readonly ServiceName[] = [
  "niche-analysis",
  "monetization",
  "marketing",
  "agent-teams",
  "ai-models",
  "event-bus",
  "database",
  "auth",
];
/** Services that have actors of their own. */
const actorOwners = ["niche-analysis", "agent-teams"] as const satisfies Peer[];

const phases = ["bury", "settle", "store", "named", "commands", "rows", "accounts"] as const;

const stateSchema = z.object({
  phase: z.enum(phases),
  /** In `named`: events read up to here. */
  position: z.int(),
  /** In `named`: ids of the last page that are still to be erased. */
  ids: z.array(z.string()),
  /** In `commands`: for each owner of actors the row to go on from; null when it is done. */
  rows: z.record(z.string(), z.int().nullable()),
  /** In `settle` and `accounts`: not before, epoch milliseconds. */
  notBefore: z.int(),
  requestedAt: z.int(),
  actors: z.int(),
  objects: z.int(),
  services: z.array(z.object({ service: z.enum(serviceNames), tables: z.array(z.object({ name: z.string(), rows: z.int() })) })),
});
type State = z.infer<typeof stateSchema>;

export const erasureProgress = { done: 0, total: rowOrder.length, unit: "services" };

export function beginErasure(now: number): State {
  return { phase: "bury", position: 0, ids: [], rows: {}, notBefore: 0, requestedAt: now, actors: 0, objects: 0, services: [] };
}

const steps = workKind(stateSchema, async (context, state): Promise<Step<State>> => {
  switch (state.phase) {
    case "bury":
      return buryEverywhere(context, state);
    case "settle":
      return settle(context, state);
    case "store":
      must(await context.env.EVENT_BUS.bury(context.principal));
      return goOn(context, { ...state, phase: "named" }, "Erasing actors.");
    case "named":
      return eraseNamed(context, state);
    case "commands":
      return eraseFromCommands(context, state);
    case "rows":
      return eraseNextRows(context, state);
    case "accounts":
      return eraseAccounts(context, state);
  }
});

export const erasure: WorkKind = { ...steps, persistent: true };

/** All but the store: what was written before must still reach it. */
async function buryEverywhere(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal, now } = context;
  for (const service of peers) if (service !== "event-bus") must(await env[peerBindings[service]].bury(principal));
  must(await bury(env.DATABASE_DB, tenancy, principal.organisation, now));
  return goOn(context, { ...state, phase: "settle", notBefore: now + settleMs }, "Nothing new is taken in any more.");
}

async function settle(context: StepContext, state: State): Promise<Step<State>> {
  if (context.now < state.notBefore) return { ...goOn(context, state), againMs: state.notBefore - context.now };
  return goOn(context, { ...state, phase: "store" });
}

/** One page of events, or twenty of the ids that the last one named. An id can be named again: erasing twice is harmless. */
async function eraseNamed(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal } = context;
  if (state.ids.length > 0) {
    const ids = state.ids.slice(0, idsPerCall);
    for (const owner of actorOwners) must(await env[peerBindings[owner]].eraseActors(principal, { ids }));
    return goOn(context, { ...state, ids: state.ids.slice(idsPerCall) });
  }
  const { organisation } = principal;
  const slice = must(await env.EVENT_BUS.readEvents(principal, { organisation, afterPosition: state.position, limit: pageEvents }));
  const ids = actorIdsIn(slice.events.map((event) => `${event.subject} ${JSON.stringify(event.data)}`).join("\n"));
  const actors = state.actors + slice.events.filter(({ subject, sequence }) => sequence === 1 && actorIdsIn(subject).length > 0).length;
  const position = slice.events.at(-1)?.position ?? state.position;
  const last = slice.events.length === 0;
  return goOn(context, { ...state, ids, position, actors, phase: last ? "commands" : "named" });
}

async function eraseFromCommands(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal } = context;
  const rows = { ...state.rows };
  for (const owner of actorOwners) {
    const afterRow = rows[owner] === undefined ? 0 : rows[owner];
    if (afterRow === null) continue;
    const erased = must(await env[peerBindings[owner]].eraseActors(principal, { afterRow }));
    rows[owner] = erased.next ?? null;
  }
  const over = actorOwners.every((owner) => rows[owner] === null);
  return goOn(context, { ...state, rows, phase: over ? "rows" : "commands" });
}

async function eraseNextRows(context: StepContext, state: State): Promise<Step<State>> {
  const { env, principal, now } = context;
  const service = rowOrder[state.services.length];
  if (service === undefined || service === "auth") {
    const objects = state.objects + (await deleteExports(env.BACKUPS, principal.organisation));
    return goOn(context, { ...state, objects, phase: "accounts", notBefore: now + accountsAfterMs });
  }
  const tables = must(await eraseIn(context, service));
  return goOn(context, { ...state, services: [...state.services, { service, tables }] }, `Erased from ${service}.`);
}

async function eraseAccounts(context: StepContext, state: State): Promise<Step<State>> {
  if (context.now < state.notBefore) {
    return {
      ...goOn(context, state, "Everything but the accounts is gone. Keep this certificate."),
      againMs: state.notBefore - context.now,
    };
  }
  // Once more: what was just being archived when the store was erased has arrived in the archive since.
  must(await eraseIn(context, "event-bus"));
  const tables = must(await eraseIn(context, "auth"));
  const services = [...state.services, { service: "auth" as const, tables }];
  const result = { ...certificate(context, { ...state, services }), erasedAt: new Date(context.now).toISOString() };
  return { end: "succeeded", progress: { ...erasureProgress, done: services.length }, result };
}

async function eraseIn({ env, principal }: StepContext, service: ServiceName): Promise<Result<TableRows[]>> {
  return service === "database" ? eraseRows(env.DATABASE_DB, tenancy, principal.organisation) : env[peerBindings[service]].erase(principal);
}

function certificate({ principal }: StepContext, { phase, notBefore, requestedAt, actors, objects, services }: State): ErasureResult {
  return {
    organisation: principal.organisation,
    requestedBy: principal.id,
    requestedAt: new Date(requestedAt).toISOString(),
    ...(phase === "accounts" ? { accountsAt: new Date(notBefore).toISOString() } : {}),
    actors,
    objects,
    services,
  };
}

function goOn(context: StepContext, next: State, message?: string): Extract<Step<State>, { next: State }> {
  const progress = { ...erasureProgress, done: next.services.length };
  return { next, progress, result: certificate(context, next), ...(message === undefined ? {} : { message }) };
}

/** A refusal breaks the step, which is then repeated: an erasure does not pass over a service. */
function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(result.error.detail);
}
