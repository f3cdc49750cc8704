/** Invitations: an administrator names an address and a role, and whoever has the link and that address becomes a member. */
import { and, count, desc, eq, gt, isNull, lt } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { sha256Hex } from "../../contracts/digest.ts";
import { newId } from "../../contracts/ids.ts";
import { cursorKey, cursorKeys, pageOf, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, authorizeOwner, authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import {
  invitationDays,
  mayAssign,
  type CreatedInvitation,
  type Invitation,
  type InvitationPreview,
  type NewInvitation,
} from "../../contracts/services/members.ts";
import { actorOf, audited, type Decided, type Ledger } from "./audit.ts";
import { normaliseEmail } from "./domain/email.ts";
import { invitationLetter } from "./domain/letters.ts";
import type { Mailer } from "./mailer.ts";
import { newToken } from "./one-time-token.ts";
import { invitations, members, organisations, users } from "./schema.ts";
import { requireFresh, type Standing } from "./sessions.ts";

/** Open invitations of one organisation: more would be a list of addresses, not of colleagues. */
const mostOpen = 200;

type Row = typeof invitations.$inferSelect;

const over = err("not_found", "This invitation is not open: it was used or taken back, has run out, or never was.");

/**
 * Invites an address: by e-mail, or where none is sent by a token to pass on. A second invitation of the same address takes the place of the first. `conflict` when a member has the address;
 * `forbidden` for a role that the caller may not give.
 */
export async function createInvitation(
  ledger: Ledger,
  standing: Standing,
  input: NewInvitation,
  mailer: Result<Mailer | undefined>,
): Promise<Result<CreatedInvitation>> {
  const { principal } = standing;
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  if (!mayAssign(principal.role, input.role) || (input.role === "owner" && !authorizeOwner(principal, "organisation:admin").ok))
    return err("forbidden", "Only an owner, signed in as a person, may invite owners.");
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  if (!mailer.ok) return mailer;
  const { value: post } = mailer;
  const { db, sources, organisation } = ledger;
  const token = newToken(sources);
  const digest = await sha256Hex(token);
  return audited(ledger, async (now) => {
    const [member] = await db
      .select({ id: users.id })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(and(eq(members.organisation, organisation), eq(users.email, email.value)));
    if (member) return err("conflict", "This person is a member already.");
    const open = openIn(organisation, now);
    const [waiting] = await db.select({ n: count() }).from(invitations).where(open);
    if ((waiting?.n ?? 0) >= mostOpen) return err("conflict", `There are ${mostOpen} open invitations. Take some back first.`);
    const row: Row = {
      id: newId("invitation", sources),
      organisation,
      email: email.value,
      role: input.role,
      digest,
      invitedBy: principal.id,
      createdAt: new Date(now),
      expiresAt: new Date(now + invitationDays * 86_400_000),
      acceptedAt: null,
      revokedAt: null,
    };
    const earlier = db
      .update(invitations)
      .set({ revokedAt: new Date(now) })
      .where(and(open, eq(invitations.email, email.value)));
    const [inviting] = await db.select({ name: organisations.name }).from(organisations).where(eq(organisations.id, organisation));
    const letter = invitationLetter(post?.site ?? "", { organisation: inviting?.name ?? "", role: row.role, token });
    return ok({
      // Sent by e-mail, the link proves the address: whoever invites must not know it.
      value: { ...viewOf(row, now), token: post ? null : token },
      statements: [earlier, db.insert(invitations).values(row), ...(post ? await post.mail(email.value, letter) : [])],
      told: [{ action: "member.invited", actor: actorOf(principal), target: row.id, details: { role: row.role } }],
    });
  });
}

/** The organisation's invitations, newest first. */
export async function listInvitations(
  db: DrizzleD1Database,
  principal: Principal,
  { limit, cursor }: PageQuery,
  now: number,
): Promise<Result<Page<Invitation>>> {
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const before = cursorKey(cursor, cursorKeys.id);
  if (!before.ok) return before;
  const rows = await db
    .select()
    .from(invitations)
    .where(and(eq(invitations.organisation, principal.organisation), before.value && lt(invitations.id, before.value[0])))
    .orderBy(desc(invitations.id))
    .limit(limit + 1);
  const view = (row: (typeof rows)[number]) => viewOf(row, now);
  return ok(pageOf(rows, limit, view, ({ id }) => [id]));
}

/** Takes an invitation back; its link opens nothing any more. One that is over stays as it is. */
export async function revokeInvitation(ledger: Ledger, standing: Standing, id: string): Promise<Result<Invitation>> {
  const { principal } = standing;
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  const { db, organisation } = ledger;
  const ours = and(eq(invitations.id, id), eq(invitations.organisation, organisation));
  return audited(ledger, async (now) => {
    const [row] = await db.select().from(invitations).where(ours);
    if (!row) return err("not_found", `There is no invitation ${id}.`);
    if (row.acceptedAt || row.revokedAt) return ok({ value: viewOf(row, now), statements: [], told: [] });
    const revokedAt = new Date(now);
    return ok({
      value: viewOf({ ...row, revokedAt }, now),
      statements: [db.update(invitations).set({ revokedAt }).where(ours)],
      told: [{ action: "invitation.revoked", actor: actorOf(principal), target: id }],
    });
  });
}

/** What whoever holds the link is told. */
export async function previewInvitation(db: DrizzleD1Database, token: string, now: number): Promise<Result<InvitationPreview>> {
  const row = await openByToken(db, token, now);
  if (!row) return over;
  const [organisation] = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, row.organisation));
  if (!organisation) return over;
  return ok({ organisation, email: row.email, role: row.role, expiresAt: row.expiresAt.toISOString() });
}

/** The signed-in person becomes a member of the organisation that the token invites to. The invitation must be to their address. */
export async function acceptInvitation(
  parts: Omit<Ledger, "organisation">,
  principal: Principal,
  token: string,
): Promise<Result<InvitationPreview>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const { db, sources } = parts;
  const preview = await previewInvitation(db, token, sources.now());
  if (!preview.ok) return preview;
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, principal.id));
  if (user?.email !== preview.value.email)
    return err("forbidden", "This invitation is for another address. Sign in with the account that it was sent to.");
  const ledger = { ...parts, organisation: preview.value.organisation.id };
  return audited(ledger, async (now) => {
    const joined = await joining(ledger, token, principal.id, now);
    return joined.ok ? ok({ ...joined.value, value: preview.value }) : joined;
  });
}

/** Membership by an open invitation, for the batch that also makes or finds the person. `not_found` when it is not open any more. */
export async function joining(
  { db, organisation }: Ledger,
  token: string,
  userId: string,
  now: number,
): Promise<Result<Decided<Row>> | Err> {
  const row = await openByToken(db, token, now);
  if (!row || row.organisation !== organisation) return over;
  const [member] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.organisation, organisation), eq(members.userId, userId)));
  if (member) return err("conflict", "You are a member of this organisation already.");
  return ok({
    value: row,
    statements: [
      db.insert(members).values({ organisation, userId, role: row.role, createdAt: new Date(now) }),
      db
        .update(invitations)
        .set({ acceptedAt: new Date(now) })
        .where(eq(invitations.id, row.id)),
    ],
    told: [
      {
        action: "member.joined",
        actor: { kind: "user", id: userId },
        target: userId,
        details: { role: row.role, invitation: row.id, invitedBy: row.invitedBy },
      },
    ],
  });
}

/** The open invitation with this token. */
export async function openByToken(db: DrizzleD1Database, token: string, now: number): Promise<Row | undefined> {
  const [row] = await db
    .select()
    .from(invitations)
    .where(eq(invitations.digest, await sha256Hex(token)));
  return row && statusOf(row, now) === "open" ? row : undefined;
}

function openIn(organisation: string, now: number) {
  return and(
    eq(invitations.organisation, organisation),
    isNull(invitations.acceptedAt),
    isNull(invitations.revokedAt),
    gt(invitations.expiresAt, new Date(now)),
  );
}

function statusOf(row: Row, now: number): Invitation["status"] {
  if (row.acceptedAt) return "accepted";
  if (row.revokedAt) return "revoked";
  return row.expiresAt.getTime() <= now ? "expired" : "open";
}

function viewOf(row: Row, now: number): Invitation {
  const { id, email, role, invitedBy, createdAt, expiresAt } = row;
  return { id, email, role, invitedBy, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), status: statusOf(row, now) };
}
