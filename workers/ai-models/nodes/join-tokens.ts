/** One-time tokens: whoever has one can join once, under one name; that node can join again with it, nobody else can. */
import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import type * as z from "zod";
import { sha256Hex } from "../../../contracts/digest.ts";
import { newId, type Sources } from "../../../contracts/ids.ts";
import { cursorKey, cursorKeys, pageOf, pageQuerySchema, type Page, type PageQuery } from "../../../contracts/page.ts";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import {
  issueJoinTokenRequestSchema,
  type IssuedJoinToken,
  type IssueJoinTokenRequest,
  type JoinTokenView,
} from "../../../contracts/services/node-admission.ts";
import { commit, type Happening } from "../commit.ts";
import type { AiModelsEnv } from "../env.ts";
import { joinTokens, nodes } from "../schema.ts";
import { toHex } from "./hex.ts";

export type StoredToken = typeof joinTokens.$inferSelect;

const tokenBytes = 32;
/** So that a scanner of leaked secrets, and a person, sees what it is. */
const prefix = "pnj_";
const keptMs = 30 * 86_400_000;

export async function issueJoinToken(
  env: AiModelsEnv,
  principal: Principal,
  request: IssueJoinTokenRequest,
  sources: Sources,
): Promise<Result<IssuedJoinToken>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse<z.output<typeof issueJoinTokenRequestSchema>>(issueJoinTokenRequestSchema, request);
  if (!parsed.ok) return parsed;
  const { nodeName = null, expiresInSeconds, note = null } = parsed.value;
  const now = sources.now();
  const db = drizzle(env.AI_MODELS_DB);
  const token = `${prefix}${toHex(sources.randomBytes(tokenBytes))}`;
  const expiresAt = now + expiresInSeconds * 1_000;
  const row: StoredToken = {
    id: newId("joinToken", sources),
    digest: await sha256Hex(token),
    nodeName,
    note,
    issuedAt: now,
    expiresAt,
    usedAt: null,
    revokedAt: null,
  };
  const data = { tokenId: row.id, nodeName, expiresAt: new Date(expiresAt).toISOString(), issuedBy: allowed.value.id };
  const event: Happening = { about: { kind: "join-token", id: row.id }, type: "join-token.issued", data };
  const issued = await commit(db, now, async () =>
    ok({ value: true, statements: [db.insert(joinTokens).values(row)], happenings: [event] }),
  );
  return issued.ok ? ok({ ...viewOf(row, now), token }) : issued;
}

/** The latest first; those that were over for thirty days without a node that uses them are deleted here. */
export async function listJoinTokens(
  env: AiModelsEnv,
  principal: Principal,
  page: Partial<PageQuery>,
  now: number,
): Promise<Result<Page<JoinTokenView>>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const parsed = parse(pageQuerySchema, page);
  if (!parsed.ok) return parsed;
  const { limit, cursor } = parsed.value;
  const from = cursorKey(cursor, cursorKeys.positionAndId);
  if (!from.ok) return from;
  const { issuedAt, id } = joinTokens;
  const after = from.value && or(lt(issuedAt, from.value[0]), and(eq(issuedAt, from.value[0]), lt(id, from.value[1])));
  const db = drizzle(env.AI_MODELS_DB);
  const isOver = or(lt(joinTokens.revokedAt, now - keptMs), and(isNull(joinTokens.usedAt), lt(joinTokens.expiresAt, now - keptMs)));
  await db.delete(joinTokens).where(isOver);
  const rows = await db
    .select()
    .from(joinTokens)
    .where(after)
    .orderBy(desc(issuedAt), desc(id))
    .limit(limit + 1);
  const view = (row: (typeof rows)[number]) => viewOf(row, now);
  return ok(pageOf(rows, limit, view, (row) => [row.issuedAt, row.id]));
}

export async function revokeJoinToken(env: AiModelsEnv, principal: Principal, id: string, now: number): Promise<Result<true>> {
  const allowed = authorizeOperator(principal);
  if (!allowed.ok) return allowed;
  const db = drizzle(env.AI_MODELS_DB);
  return commit(db, now, async () => {
    const [token] = await db.select().from(joinTokens).where(eq(joinTokens.id, id));
    if (!token) return err("not_found", `There is no join token \`${id}\`.`);
    if (token.revokedAt !== null) return ok({ value: true as const, statements: [], happenings: [] });
    return ok({ value: true as const, ...revocation(db, id, allowed.value.id, now) });
  });
}

export function revocation(db: DrizzleD1Database, tokenId: string, revokedBy: string, now: number) {
  const event: Happening = { about: { kind: "join-token", id: tokenId }, type: "join-token.revoked", data: { tokenId, revokedBy } };
  return { statements: [db.update(joinTokens).set({ revokedAt: now }).where(eq(joinTokens.id, tokenId))], happenings: [event] };
}

export async function findToken(db: DrizzleD1Database, token: string): Promise<StoredToken | undefined> {
  if (!token.startsWith(prefix)) return undefined;
  const [row] = await db
    .select()
    .from(joinTokens)
    .where(eq(joinTokens.digest, await sha256Hex(token)));
  return row;
}

/** Why a node of this name may not join with it; undefined: it may. */
export function refusalOf(token: StoredToken, name: string, now: number): string | undefined {
  if (token.revokedAt !== null) return "This join token was revoked.";
  if (token.nodeName !== null && token.nodeName !== name) return "This join token is another node's.";
  if (token.usedAt === null && now >= token.expiresAt) return "This join token has expired. Ask for another one.";
  return undefined;
}

/** The row that says that a node has joined with it; later joins of that node change nothing. */
export function useOf(db: DrizzleD1Database, token: StoredToken, name: string, now: number) {
  return db
    .update(joinTokens)
    .set({ nodeName: name, usedAt: token.usedAt ?? now })
    .where(eq(joinTokens.id, token.id));
}

export function tokenOf(db: DrizzleD1Database, nodeId: string) {
  return db
    .select({ id: joinTokens.id, revokedAt: joinTokens.revokedAt })
    .from(joinTokens)
    .innerJoin(nodes, eq(nodes.joinTokenId, joinTokens.id))
    .where(eq(nodes.id, nodeId));
}

function viewOf({ id, nodeName, note, issuedAt, expiresAt, usedAt, revokedAt }: StoredToken, now: number): JoinTokenView {
  const unused = now < expiresAt ? "unused" : "expired";
  return {
    id,
    state: revokedAt !== null ? "revoked" : usedAt !== null ? "used" : unused,
    nodeName,
    note,
    issuedAt: moment(issuedAt),
    expiresAt: moment(expiresAt),
    usedAt: usedAt === null ? null : moment(usedAt),
  };
}

const moment = (at: number) => new Date(at).toISOString();
