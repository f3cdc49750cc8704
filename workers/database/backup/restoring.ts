/**
 * Restoring into an empty installation: every part is checked before anything is written; then rows and sleeping actors, then the event
 * store; then the actors wake, and delivery begins. Writing twice changes nothing, so a step that a crash cut off is taken again.
 */
import * as z from "zod";
import { identityOfSubject, subjectOf } from "../../../contracts/actor.ts";
import { installation } from "../../../contracts/events/ai-models.ts";
import type { ActorPieces, TablePiece } from "../../../contracts/services/backup.ts";
import { backupGroups, type Manifest } from "../../../contracts/services/backups.ts";
import { serviceNames } from "../../../contracts/services/common.ts";
import { ownedKinds } from "../domain/backup/found-actors.ts";
import { summaryOf } from "../domain/backup/manifest.ts";
import { archiveTable, sectionsIn, type Section } from "../domain/backup/sections.ts";
import { beginErasure } from "../work/erasure.ts";
import { workKind, type Step, type StepContext } from "../work/kind.ts";
import { BrokenPart, readManifest, readPart, textOf } from "./objects.ts";
import { enqueue, forgetRun, queued } from "./queue.ts";
import { backupLife, must } from "./services.ts";

/** Bytes that are checked, calls that are made, and rows' characters that go with one call, in one step. */
const verifyBytes = 32_000_000;
const maxCalls = 16;
const callCharacters = 2_000_000;
const actorsPerCall = 10;

const stateSchema = z.object({
  backup: z.string(),
  phase: z.enum(["verify", "write", "store", "wake", "finish"]),
  /** Parts that are done, in the order in which this phase takes them; in `write`, sections of the next one. */
  part: z.int(),
  section: z.int(),
  /** In `wake`: the last actor. */
  place: z.int(),
});
type State = z.infer<typeof stateSchema>;

export function beginRestore(backup: string): State {
  return { backup, phase: "verify", part: 0, section: 0, place: 0 };
}

export const restoring = workKind(stateSchema, async (context, state): Promise<Step<State>> => {
  const found = await readManifest(context.env.BACKUPS, state.backup);
  if (!found) return { end: "failed", message: "The manifest of the backup is missing or not what was written." };
  const { manifest } = found;
  switch (state.phase) {
    case "verify":
      return verify(context, manifest, state);
    case "write":
      return write(context, manifest, state);
    case "store":
      return closeStore(context, manifest, state);
    case "wake":
      return wake(context, manifest, state);
    case "finish":
      return finish(context, manifest);
  }
});

async function verify({ env }: StepContext, manifest: Manifest, state: State): Promise<Step<State>> {
  let { part } = state;
  try {
    for (let bytes = 0; bytes < verifyBytes && part < manifest.parts.length; part++) {
      const next = manifest.parts[part];
      if (next) bytes += (await readPart(env.BACKUPS, manifest.id, next)).byteLength;
    }
  } catch (cause) {
    if (cause instanceof BrokenPart) return { end: "failed", message: `${cause.message} Nothing was restored.` };
    throw cause;
  }
  const over = part === manifest.parts.length;
  return goOn(manifest, over ? { ...state, phase: "write", part: 0 } : { ...state, part }, "Checking the backup.");
}

async function write(context: StepContext, manifest: Manifest, state: State): Promise<Step<State>> {
  const parts = backupGroups.flatMap((group) => manifest.parts.filter((part) => part.group === group));
  const part = parts[state.part];
  if (!part) return goOn(manifest, { ...state, phase: "store", part: 0 });
  const sections = sectionsIn(await textOf(await readPart(context.env.BACKUPS, manifest.id, part)));
  let { section } = state;
  for (let calls = 0; calls < maxCalls && section < sections.length; calls++) {
    const batch = nextBatch(sections, section);
    await hand(context, batch);
    section += batch.length;
  }
  const over = section >= sections.length;
  return goOn(manifest, over ? { ...state, part: state.part + 1, section: 0 } : { ...state, section }, "Writing.");
}

/** Sections from `first` on that go together in one call: of one service, all of actors or all of its own tables. */
function nextBatch(sections: readonly Section[], first: number): Section[] {
  const [head] = sections.slice(first);
  const batch: Section[] = [];
  const names = new Set<string>();
  let characters = 0;
  for (const section of sections.slice(first)) {
    const alike = section.service === head?.service && (section.actor === undefined) === (head.actor === undefined);
    if (!alike || (section.table === archiveTable) !== (head.table === archiveTable)) break;
    const size = JSON.stringify(section.rows).length;
    if (section.actor) names.add(section.actor.name);
    if (batch.length > 0 && (characters + size > callCharacters || names.size > actorsPerCall)) break;
    batch.push(section);
    characters += size;
    // Objects of the archive go one by one.
    if (section.table === archiveTable && section.actor === undefined) break;
  }
  return batch;
}

async function hand({ env, principal, id }: StepContext, batch: readonly Section[]): Promise<void> {
  const [head] = batch;
  if (!head) return;
  const { service, actor, table } = head;
  const life = backupLife(env, service);
  if (actor) {
    await enqueue(
      env.DATABASE_DB,
      id,
      batch.flatMap((section) => (section.actor ? [{ service, ...section.actor }] : [])),
    );
    must(await life.restoreActors(principal, id, actorPieces(batch)));
  } else if (table === archiveTable) {
    const [key, base64] = z.tuple([z.string(), z.string()]).parse(head.rows[0]);
    must(await env.EVENT_BUS.restoreSegment(principal, { key, base64 }));
  } else {
    must(await life.restoreRows(principal, batch.map(pieceOf)));
  }
}

function pieceOf({ table, columns, rows }: Section): TablePiece {
  return { table, columns, rows };
}

function actorPieces(batch: readonly Section[]): ActorPieces[] {
  const pieces = new Map<string, ActorPieces>();
  for (const section of batch) {
    if (!section.actor) continue;
    const key = `${section.actor.kind} ${section.actor.name}`;
    const known = pieces.get(key) ?? { actor: section.actor, pieces: [] };
    known.pieces.push(pieceOf(section));
    pieces.set(key, known);
  }
  return [...pieces.values()];
}

/** Tables whose rows go by themselves: what the store acknowledges, what is old. A kept outbox may also hold an event twice. */
const shrinking: readonly string[] = ["outbox", "commands"];

/** Everything is written and nothing moves yet: the moment to count. */
async function closeStore({ env, principal }: StepContext, manifest: Manifest, state: State): Promise<Step<State>> {
  for (const service of serviceNames) {
    const rows = new Map(must(await backupLife(env, service).restoreEnd(principal)).map((table) => [table.name, table.rows]));
    const lacking = manifest.tables.find(
      ({ service: owner, table, rows: expected }) => owner === service && !shrinking.includes(table) && (rows.get(table) ?? 0) < expected,
    );
    if (lacking) return { end: "failed", message: missing(`${service}.${lacking.table}`, lacking.rows, rows.get(lacking.table) ?? 0) };
  }
  const { events } = must(await env.EVENT_BUS.restoreStoreEnd(principal, manifest.head));
  if (events < manifest.events) return { end: "failed", message: missing("the event store", manifest.events, events) };
  return goOn(manifest, { ...state, phase: "wake" }, "Waking the actors.");
}

function missing(where: string, expected: number, found: number): string {
  return `After the restore ${where} has ${found} rows instead of ${expected}: something else wrote here meanwhile. Begin anew in an empty installation.`;
}

async function wake({ env, principal, id }: StepContext, manifest: Manifest, state: State): Promise<Step<State>> {
  const actors = await queued(env.DATABASE_DB, id, state.place, actorsPerCall);
  const last = actors.at(-1);
  if (!last) return goOn(manifest, { ...state, phase: "finish" });
  const subjects = actors.flatMap((actor) => subjectFor(actor) ?? []);
  const { heads } = must(await env.EVENT_BUS.storeHeads(principal, subjects));
  for (const [service, own] of Map.groupBy(actors, (actor) => actor.service)) {
    const calls = own.map((actor) => ({
      actor: { kind: actor.kind, name: actor.name },
      stored: heads[subjectFor(actor) ?? ""] ?? 0,
      head: manifest.head,
    }));
    must(await backupLife(env, service).restoreActorsEnd(principal, id, calls));
  }
  return goOn(manifest, { ...state, place: last.place }, "Waking the actors.");
}

/** The subject under which the store has an actor's events; undefined for one that writes none. */
function subjectFor({ kind, name }: { kind: string; name: string }): string | undefined {
  const owned = ownedKinds.find((one) => one.kind === kind);
  const identity = owned && identityOfSubject(`${owned.kind}/${name}`);
  return identity && subjectOf(identity);
}

/** What was being done when the backup was made and cannot simply go on; then the bus is told that there is something to deliver. */
async function finish({ env, id, now }: StepContext, manifest: Manifest): Promise<Step<State>> {
  const open = "finished_at IS NULL AND kind NOT IN ('backup', 'restore')";
  const erasures = await env.DATABASE_DB.prepare(`SELECT DISTINCT tenant FROM work WHERE ${open} AND kind = 'erasure'`).all<{
    tenant: string;
  }>();
  await env.DATABASE_DB.batch([
    env.DATABASE_DB.prepare(
      `UPDATE work SET status = 'failed', message = 'A restore cut this off. Start another one.', finished_at = ? WHERE ${open} AND kind <> 'erasure'`,
    ).bind(now),
    // An erasure never gives up: it begins anew, since it may have erased what the restore brought back.
    env.DATABASE_DB.prepare(`UPDATE work SET state = ?, failures = 0 WHERE ${open}`).bind(JSON.stringify(beginErasure(now))),
  ]);
  for (const { tenant } of erasures.results) if (tenant !== installation) await env.MAINTENANCE.getByName(tenant).wake(tenant);
  must(await env.EVENT_BUS.start());
  await forgetRun(env.DATABASE_DB, id);
  return { end: "succeeded", progress: progressOf(manifest, "finish", 0), result: summaryOf(manifest) };
}

/** Each part counts when it is checked and when it is written. */
function progressOf({ parts }: Manifest, phase: State["phase"], part: number) {
  const before = phase === "verify" ? 0 : parts.length;
  return { done: phase === "verify" || phase === "write" ? before + part : 2 * parts.length, total: 2 * parts.length, unit: "parts" };
}

function goOn(manifest: Manifest, next: State, message?: string): Extract<Step<State>, { next: State }> {
  return { next, progress: progressOf(manifest, next.phase, next.part), ...(message === undefined ? {} : { message }) };
}
