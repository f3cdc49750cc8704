/** Exporting an organisation: first its events, then its rows of every service, as NDJSON in R2; at last the digest of it all. */
import * as z from "zod";
import { serviceNames, type RowsKey, type RowsPage, type ServiceName } from "../../../contracts/services/common.ts";
import type { Result } from "../../../contracts/result.ts";
import type { ExportResult } from "../../../contracts/services/database.ts";
import { readRows } from "../../kit/rows.ts";
import { peerBindings } from "../domain/peers.ts";
import { tenancy } from "../tenancy.ts";
import { digestOfExport, writePart } from "./export-file.ts";
import { workKind, type Step, type StepContext } from "./kind.ts";

const pageEvents = 1_000;
/** A part is closed after this many pages, or characters: few parts, and few calls in one step. */
const maxPages = 15;
const maxCharacters = 4_000_000;

const stateSchema = z.object({
  /** Parts written. */
  parts: z.int(),
  /** Where the next part begins: events after a position, or rows of a service after a row. */
  place: z.union([
    z.object({ position: z.int() }),
    z.object({ service: z.enum(serviceNames), after: z.object({ table: z.string(), row: z.int() }).optional() }),
    z.object({ digest: z.literal(true) }),
  ]),
  sections: z.array(z.object({ service: z.enum(serviceNames), table: z.string(), lines: z.int() })),
  bytes: z.int(),
  head: z.int(),
});
type State = z.infer<typeof stateSchema>;
type Place = State["place"];

export const beginExport: State = { parts: 0, place: { position: 0 }, sections: [], bytes: 0, head: 0 };

interface Piece {
  service: ServiceName;
  table: string;
  lines: string[];
  next: Place;
  head?: number;
}

export const exporting = workKind(stateSchema, async (context, state): Promise<Step<State>> => {
  const { env, principal, id } = context;
  const { organisation } = principal;
  if ("digest" in state.place) {
    const sha256 = await digestOfExport(env.BACKUPS, organisation, id);
    const result = { ...resultOf(state), sha256 };
    return { end: "succeeded", progress: progressOf(state), result };
  }
  const lines: string[] = [];
  let place: Place = state.place;
  let { sections, head } = state;
  let characters = 0;
  for (let page = 0; page < maxPages && characters < maxCharacters && !("digest" in place); page++) {
    const piece = await read(context, place);
    if (!piece.ok) throw new Error(piece.error.detail);
    place = piece.value.next;
    head = piece.value.head ?? head;
    sections = counted(sections, piece.value);
    lines.push(...piece.value.lines);
    characters += piece.value.lines.reduce((sum, line) => sum + line.length, 0);
  }
  const bytes = lines.length === 0 ? 0 : await writePart(env.BACKUPS, organisation, id, state.parts, lines);
  const next = { parts: state.parts + (lines.length === 0 ? 0 : 1), place, sections, bytes: state.bytes + bytes, head };
  return { next, progress: progressOf(next), result: resultOf(next) };
});

async function read(context: StepContext, place: Exclude<Place, { digest: true }>): Promise<Result<Piece>> {
  if ("position" in place) return readEvents(context, place.position);
  const page = await rowsOf(context, place.service, place.after);
  if (!page.ok) return page;
  const { table, rows, next } = page.value;
  const { service } = place;
  const lines = rows.map((row) => JSON.stringify({ kind: "row", service, table, row }));
  return { ok: true, value: { service, table, lines, next: next ? { service, after: next } : following(service) } };
}

async function readEvents({ env, principal }: StepContext, position: number): Promise<Result<Piece>> {
  const { organisation } = principal;
  const slice = await env.EVENT_BUS.readEvents(principal, { organisation, afterPosition: position, limit: pageEvents });
  if (!slice.ok) return slice;
  const { events, more, head } = slice.value;
  const lines = events.map((event) => JSON.stringify({ kind: "event", event }));
  const next = more ? { position: events.at(-1)?.position ?? position } : { service: serviceNames[0] };
  return { ok: true, value: { service: "event-bus", table: "events", lines, next, ...(more ? {} : { head }) } };
}

/** The database service reads its own rows; it has no binding to itself. */
async function rowsOf({ env, principal }: StepContext, service: ServiceName, after: RowsKey | undefined): Promise<Result<RowsPage>> {
  return service === "database"
    ? readRows(env.DATABASE_DB, tenancy, principal.organisation, after)
    : env[peerBindings[service]].exportRows(principal, after);
}

function following(service: ServiceName): Place {
  const next = serviceNames[serviceNames.indexOf(service) + 1];
  return next === undefined ? { digest: true } : { service: next };
}

function counted(sections: State["sections"], { service, table, lines }: Piece): State["sections"] {
  if (lines.length === 0) return sections;
  const last = sections.at(-1);
  return last?.service === service && last.table === table
    ? [...sections.slice(0, -1), { service, table, lines: last.lines + lines.length }]
    : [...sections, { service, table, lines: lines.length }];
}

function resultOf({ sections, bytes, head }: State): ExportResult {
  return { sections, lines: linesOf(sections), bytes, head };
}

function progressOf({ sections }: State) {
  const lines = linesOf(sections);
  return { done: lines, total: lines, unit: "lines" };
}

function linesOf(sections: State["sections"]): number {
  return sections.reduce((sum, section) => sum + section.lines, 0);
}
