/**
 * Backing up: one part after the other, in the order of `readings`. What is read does not change while it is read, since every service and
 * every actor copies itself in one transaction when it is first asked; so a step that a crash cut off writes the same part again.
 */
import * as z from "zod";
import { serviceNames } from "../../../contracts/services/common.ts";
import {
  backedUpTableSchema,
  backupPartSchema,
  type BackupPart,
  type BackupResult,
  type SealedManifest,
} from "../../../contracts/services/backups.ts";
import { actorsNamedIn, type FoundActor } from "../domain/backup/found-actors.ts";
import { sealed, summaryOf } from "../domain/backup/manifest.ts";
import { groupOf, readings, type Reading } from "../domain/backup/readings.ts";
import { archiveTable, linesOf, type Section } from "../domain/backup/sections.ts";
import { migrationsManifest } from "../migrations-manifest.ts";
import type { Step, StepContext, WorkKind } from "../work/kind.ts";
import { workKind } from "../work/kind.ts";
import { BrokenPart, readManifest, readPart, writeManifest, writePart } from "./objects.ts";
import { enqueue, forgetRun, queued } from "./queue.ts";
import { backupLife, must } from "./services.ts";

/** A part is closed after so many characters, a step after so many calls. */
const partCharacters = 4_000_000;
const maxCalls = 20;
/** Bytes that are read back in one step. */
const verifyBytes = 32_000_000;
const actorsPerRelease = 20;

const stateSchema = z.object({
  phase: z.enum(["prepare", "deliverers", "read", "release", "verify", "manifest"]),
  startedAt: z.int(),
  /** In `deliverers`: where their list goes on. */
  list: z.string().optional(),
  /** In `read`: index in `readings`, place of the actor being read, and where rows, events or segments go on. In `verify`: place of the part. */
  reading: z.int(),
  place: z.int(),
  cursor: z.string().optional(),
  head: z.int(),
  archived: z.int(),
  parts: z.int(),
  bytes: z.int(),
  events: z.int(),
  segments: z.int(),
  actors: z.int(),
  tables: z.array(backedUpTableSchema),
});
type State = z.infer<typeof stateSchema>;

export function beginBackup(now: number): State {
  const nothing = { reading: 0, place: 0, head: 0, archived: 0, parts: 0, bytes: 0, events: 0, segments: 0, actors: 0, tables: [] };
  return { phase: "prepare", startedAt: now, ...nothing };
}

export const backupProgress = { done: 0, total: readings.length, unit: "sources" };

const steps = workKind(stateSchema, async (context, state): Promise<Step<State>> => {
  switch (state.phase) {
    case "prepare":
      return prepareAll(context, state);
    case "deliverers":
      return listDeliverers(context, state);
    case "read":
      return fillPart(context, state);
    case "release":
      return release(context, state);
    case "verify":
      return verify(context, state);
    case "manifest":
      return finish(context, state);
  }
});

export const backingUp: WorkKind = {
  ...steps,
  abandon: async (context) => {
    for (const service of serviceNames) await backupLife(context.env, service).backupEnd(context.principal, context.id);
    await forgetRun(context.env.DATABASE_DB, context.id);
  },
};

async function prepareAll({ env, principal, id }: StepContext, state: State): Promise<Step<State>> {
  for (const service of serviceNames) must(await backupLife(env, service).backupPrepare(principal, id));
  return goOn({ ...state, phase: "deliverers" });
}

async function listDeliverers({ env, principal, id }: StepContext, state: State): Promise<Step<State>> {
  const { actors, next } = must(await env.EVENT_BUS.backupDeliverers(principal, state.list));
  const found = actors.map((actor): FoundActor => ({ service: "event-bus", ...actor }));
  await enqueue(env.DATABASE_DB, id, found);
  const { list: _, ...rest } = state;
  return goOn(next === undefined ? { ...rest, phase: "read" } : { ...rest, list: next });
}

/** What one call brought, and where the next one goes on. */
interface Found {
  sections: Section[];
  state: State;
}

async function fillPart(context: StepContext, before: State): Promise<Step<State>> {
  const group = groupOf(readings[before.reading] ?? { of: "rows", service: "database" });
  const lines: string[] = [];
  let state = before;
  let characters = 0;
  for (let calls = 0; calls < maxCalls && characters < partCharacters; calls++) {
    const reading = readings[state.reading];
    if (!reading || groupOf(reading) !== group) break;
    const found = await readNext(context, reading, state);
    state = found.state;
    for (const line of found.sections.flatMap(linesOf)) {
      lines.push(line);
      characters += line.length;
    }
  }
  if (lines.length > 0) {
    const { DATABASE_DB: db, BACKUPS: bucket } = context.env;
    const { bytes, sha256 } = await writePart(bucket, context.id, state.parts, lines);
    await db
      .prepare("INSERT OR REPLACE INTO backup_parts (backup, number, section, bytes, sha256) VALUES (?, ?, ?, ?, ?)")
      .bind(context.id, state.parts, group, bytes, sha256)
      .run();
    state = { ...state, parts: state.parts + 1, bytes: state.bytes + bytes };
  }
  const over = readings[state.reading] === undefined;
  return goOn(over ? { ...state, phase: "release", place: 0 } : state, messageOf(state));
}

function readNext(context: StepContext, reading: Reading, state: State): Promise<Found> {
  switch (reading.of) {
    case "rows":
      return readRows(context, reading, state);
    case "actors":
      return readActor(context, reading, state);
    case "segments":
      return readSegment(context, state);
    case "events":
      return readEvents(context, state);
  }
}

async function readRows({ env, principal, id }: StepContext, { service }: Reading, state: State): Promise<Found> {
  const life = backupLife(env, service);
  let { tables, head, archived } = state;
  if (state.cursor === undefined) {
    const frozen = must(await life.backupFreeze(principal, id));
    tables = [...tables, ...frozen.map(({ name, rows }) => ({ service, table: name, rows }))];
    if (service === "event-bus") ({ head, archived } = must(await env.EVENT_BUS.backupStore(principal, id)));
  }
  const { pieces, next } = must(await life.backupRows(principal, id, state.cursor));
  await enqueue(
    env.DATABASE_DB,
    id,
    pieces.flatMap((piece) => actorsNamedIn(piece)),
  );
  const sections = pieces.map((piece): Section => ({ service, ...piece }));
  return { sections, state: { ...(next === undefined ? nextReading(state) : { ...state, cursor: next }), tables, head, archived } };
}

async function readActor({ env, principal, id }: StepContext, { service }: Reading, state: State): Promise<Found> {
  const [actor] = await queued(env.DATABASE_DB, id, state.place, 1, service);
  if (!actor) return { sections: [], state: { ...nextReading(state), place: 0 } };
  const { kind, name, place } = actor;
  const call = { run: id, cursor: state.cursor };
  const { pieces, next } = must(await backupLife(env, service).backupActor(principal, { kind, name }, call));
  const [organisation] = name.split("/");
  const named = pieces.filter(({ table }) => table === "events").flatMap((piece) => actorsNamedIn(piece, organisation));
  await enqueue(env.DATABASE_DB, id, named);
  const sections = pieces.map((piece): Section => ({ service, actor: { kind, name }, ...piece }));
  const actors = state.actors + (state.cursor === undefined && pieces.length > 0 ? 1 : 0);
  const { cursor: _, ...rest } = state;
  return { sections, state: next === undefined ? { ...rest, place, actors } : { ...rest, actors, cursor: next } };
}

async function readSegment({ env, principal }: StepContext, state: State): Promise<Found> {
  const { segment, last } = must(await env.EVENT_BUS.backupSegment(principal, Number(state.cursor ?? 0)));
  if (!segment) return { sections: [], state: nextReading(state) };
  const rows = [[segment.key, segment.base64]];
  const section: Section = { service: "event-bus", table: archiveTable, columns: ["key", "base64"], rows };
  return {
    sections: [section],
    state: { ...state, segments: state.segments + 1, events: state.events + segment.events, cursor: String(last) },
  };
}

async function readEvents({ env, principal, id }: StepContext, state: State): Promise<Found> {
  const from = Number(state.cursor ?? state.archived);
  const { piece, reach, more } = must(await env.EVENT_BUS.backupEvents(principal, { from, to: state.head }));
  await enqueue(env.DATABASE_DB, id, actorsNamedIn(piece));
  const sections: Section[] = piece.rows.length > 0 ? [{ service: "event-bus", ...piece }] : [];
  const after = more && reach < state.head ? { ...state, cursor: String(reach) } : nextReading(state);
  return { sections, state: { ...after, events: state.events + piece.rows.length } };
}

/** Services first; then the actors, some at a time. */
async function release({ env, principal, id }: StepContext, state: State): Promise<Step<State>> {
  if (state.place === 0) for (const service of serviceNames) must(await backupLife(env, service).backupEnd(principal, id));
  const actors = await queued(env.DATABASE_DB, id, state.place, actorsPerRelease);
  for (const [service, own] of Map.groupBy(actors, (actor) => actor.service))
    must(
      await backupLife(env, service).backupEnd(
        principal,
        id,
        own.map(({ kind, name }) => ({ kind, name })),
      ),
    );
  const last = actors.at(-1)?.place;
  return goOn(last === undefined ? { ...state, phase: "verify", place: 0 } : { ...state, place: last }, "Dropping the copies.");
}

/** Every part is read back: what the bucket has must be what was written. */
async function verify({ env, id }: StepContext, state: State): Promise<Step<State>> {
  const parts = await partsOf(env, id, state);
  let { place } = state;
  try {
    for (let bytes = 0; bytes < verifyBytes && place < parts.length; place++) {
      const part = parts[place];
      if (part) bytes += (await readPart(env.BACKUPS, id, part)).byteLength;
    }
  } catch (cause) {
    if (cause instanceof BrokenPart) return { end: "failed", message: `${cause.message} Start another one.` };
    throw cause;
  }
  return goOn(place < parts.length ? { ...state, place } : { ...state, phase: "manifest" }, "Reading back what was written.");
}

/** The manifest once written stands: the notes that it was made from are gone then. */
async function finish(context: StepContext, state: State): Promise<Step<State>> {
  const { env, id } = context;
  const seal = (await readManifest(env.BACKUPS, id)) ?? (await compile(context, state));
  await writeManifest(env.BACKUPS, seal);
  await forgetRun(env.DATABASE_DB, id);
  const { backup: _, ...summary } = summaryOf(seal.manifest);
  const result = { ...summary, verifiedAt: seal.manifest.finishedAt, sha256: seal.sha256 };
  return { end: "succeeded", progress: { ...backupProgress, done: readings.length }, result };
}

async function partsOf(env: StepContext["env"], id: string, state: State): Promise<BackupPart[]> {
  const { results } = await env.DATABASE_DB.prepare(
    `SELECT number, section AS "group", bytes, sha256 FROM backup_parts WHERE backup = ? AND number < ? ORDER BY number`,
  )
    .bind(id, state.parts)
    .all();
  return z.array(backupPartSchema).length(state.parts).parse(results);
}

async function compile({ env, id, now }: StepContext, state: State): Promise<SealedManifest> {
  return sealed({
    format: "paissive-backup/1",
    id,
    startedAt: new Date(state.startedAt).toISOString(),
    finishedAt: new Date(now).toISOString(),
    migrations: Object.fromEntries(Object.entries(migrationsManifest).map(([service, names]) => [service, [...names]])),
    head: state.head,
    events: state.events,
    segments: state.segments,
    actors: state.actors,
    tables: state.tables,
    parts: await partsOf(env, id, state),
  });
}

function nextReading({ cursor: _, ...state }: State): State {
  return { ...state, reading: state.reading + 1, place: 0 };
}

function messageOf({ reading }: State): string {
  const next = readings[reading];
  return next ? `Reading ${next.of} of ${next.service}.` : "Everything is read.";
}

function goOn(next: State, message?: string): Extract<Step<State>, { next: State }> {
  const { head, events, segments, actors, tables, parts, bytes } = next;
  const result: BackupResult = { head, events, segments, actors, tables, parts, bytes };
  return { next, progress: { ...backupProgress, done: next.reading }, result, ...(message === undefined ? {} : { message }) };
}
