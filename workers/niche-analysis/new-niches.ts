/** Niches that come into being: made, forked from a version of another, and found among the themes of one. */
import type { DiscoveryStarted } from "../../contracts/events/niche-analysis.ts";
import { newId } from "../../contracts/ids.ts";
import { authorize } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  createNicheRequestSchema,
  discoverRequestSchema,
  forkNicheRequestSchema,
  nicheSummarySchema,
  unknownMarket,
  type CreateNicheRequest,
  type DiscoverRequest,
  type ForkNicheRequest,
  type NicheDetail,
  type NicheSummary,
} from "../../contracts/services/niche-analysis.ts";
import { runOnce } from "../kit/commands.ts";
import type { Niches } from "./niches.ts";

export async function createNiche(niches: Niches, request: CreateNicheRequest): Promise<Result<NicheDetail>> {
  const allowed = authorize(niches.principal, "niches:write");
  if (!allowed.ok) return allowed;
  const parsed = parse(createNicheRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { commandId, name, market = unknownMarket } = parsed.value;
  const id = await reservedId(niches, { commandId, method: "createNiche", input: { name, market } });
  if (!id.ok) return id;
  const niche = niches.actor(id.value);
  const created = await niche.execute(niches.envelope(id.value, commandId), { type: "create", name, market });
  return created.ok ? niche.detail(niches.principal) : created;
}

export async function forkNiche(niches: Niches, request: ForkNicheRequest): Promise<Result<NicheDetail>> {
  const target = await niches.existing(forkNicheRequestSchema, request);
  if (!target.ok) return target;
  const { niche, input, envelope } = target.value;
  const { nicheId, version, commandId } = input;
  const original = await niche.detail(niches.principal);
  if (!original.ok) return original;
  if (version > original.value.version) return err("invalid_input", `There are versions 1 to ${original.value.version}, not ${version}.`);
  const id = await reservedId(niches, { commandId, method: "fork", input: { nicheId, version } });
  if (!id.ok) return id;
  const forked = await niche.fork(envelope, version, id.value);
  return forked.ok ? niches.detail(niches.actor(id.value)) : forked;
}

export async function discoverNiches(niches: Niches, request: DiscoverRequest): Promise<Result<NicheSummary[]>> {
  const inferring = authorize(niches.principal, "models:infer");
  if (!inferring.ok) return inferring;
  const target = await niches.existing(discoverRequestSchema, request);
  if (!target.ok) return target;
  const { niche, input, envelope } = target.value;
  const children = await niche.discover(envelope);
  return children.ok ? ok(await Promise.all(children.value.map((child) => childOf(niches, input.nicheId, child)))) : children;
}

/** The id of a new niche, recorded before its actor is told: after a crash in between, the next delivery goes on with the same one. */
async function reservedId(
  { db, principal }: Niches,
  command: { commandId: string; method: string; input: Record<string, unknown> },
): Promise<Result<string>> {
  const reserve = () => ok({ value: { nicheId: newId("niche") }, statements: [], events: [] });
  const reserved = await runOnce<{ nicheId: string }>({ db, principal, ...command, now: Date.now() }, reserve);
  return reserved.ok ? ok(reserved.value.nicheId) : reserved;
}

/** A discovered niche: as it is, or, until its actor has been told, as it will be. */
async function childOf(
  niches: Niches,
  parentId: string,
  { childId, name, evidence }: DiscoveryStarted["children"][number],
): Promise<NicheSummary> {
  const known = await niches.detail(niches.actor(childId));
  if (known.ok) return nicheSummarySchema.parse(known.value);
  const now = new Date().toISOString();
  const work = { status: "queued" as const, progress: { done: 0, total: evidence, unit: "texts" } };
  return { id: childId, name, parentId, work, evidenceCount: 0, themeCount: 0, topThemes: [], createdAt: now, updatedAt: now };
}
