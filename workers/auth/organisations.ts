/** Organisations themselves: making a further one, its name, and what it demands of its members. */
import { and, asc, count, eq, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import { newId } from "../../contracts/ids.ts";
import { authorize, authorizeOwner, authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Membership } from "../../contracts/services/members.ts";
import { mostOwned, type ChangeOrganisation, type NewOrganisation, type OwnOrganisation } from "../../contracts/services/organisation.ts";
import { actorOf, audited, type Ledger, type Told } from "./audit.ts";
import { organisationCreated } from "./events.ts";
import { stepsOf } from "./factors.ts";
import { members, organisationOrigins, organisations } from "./schema.ts";
import { requireFresh, type Standing } from "./sessions.ts";

/** A new organisation and its first owner. */
export function founding(
  { db, organisation }: { db: DrizzleD1Database; organisation: string },
  userId: string,
  name: string,
  now: number,
): Result<{ statements: BatchItem<"sqlite">[]; told: Told[]; events?: EventEnvelope[] }> {
  const createdAt = new Date(now);
  return ok({
    statements: [
      db.insert(organisations).values({ id: organisation, name, createdAt }),
      db.insert(members).values({ organisation, userId, role: "owner", createdAt }),
    ],
    told: [{ action: "organisation.created", actor: { kind: "user", id: userId }, target: organisation }],
    events: [organisationCreated({ organisation, owner: userId, now })],
  });
}

/** Makes an organisation that the signed-in person owns. Their session stays where it is, until they enter the new one. */
export async function createOrganisation(
  { db, sources }: Pick<Ledger, "db" | "sources">,
  principal: Principal,
  { name }: NewOrganisation,
): Promise<Result<Membership>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const [owned] = await db
    .select({ n: count() })
    .from(members)
    .where(and(eq(members.userId, principal.id), eq(members.role, "owner")));
  if ((owned?.n ?? 0) >= mostOwned) return err("conflict", `You own ${mostOwned} organisations, which is as many as one person may.`);
  const organisation = newId("organisation", sources);
  return audited({ db, sources, organisation }, (now) => {
    const founded = founding({ db, organisation }, principal.id, name, now);
    const value: Membership = { organisation: { id: organisation, name }, role: "owner", current: false };
    return founded.ok ? ok({ ...founded.value, value }) : founded;
  });
}

/** The organisation that the caller acts in; `ofAll`: a second factor is demanded of everybody. */
export async function ownOrganisation(db: DrizzleD1Database, principal: Principal, ofAll: boolean): Promise<Result<OwnOrganisation>> {
  const allowed = authorize(principal, "organisation:read");
  if (!allowed.ok) return allowed;
  const [row] = await db.select().from(organisations).where(eq(organisations.id, principal.organisation));
  const { origin, organisation } = organisationOrigins;
  const origins = await db
    .select({ origin })
    .from(organisationOrigins)
    .where(eq(organisation, principal.organisation))
    .orderBy(asc(origin));
  return row
    ? ok({
        ...row,
        createdAt: row.createdAt.toISOString(),
        secondFactorRequiredOfAll: ofAll,
        origins: origins.map((one) => one.origin),
        role: principal.role,
      })
    : err("not_found", "Your organisation is not there any more.");
}

/**
 * Renames the organisation, or changes what it demands. Who demands a second factor must have one. `precondition_failed` when it is not at the
 * `expected` version.
 */
export async function changeOrganisation(
  ledger: Ledger,
  standing: Standing,
  change: ChangeOrganisation,
  ofAll: boolean,
  expected?: number,
): Promise<Result<OwnOrganisation>> {
  const { principal } = standing;
  const allowed = authorizeOwner(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh(ledger, standing);
  if (!proved.ok) return proved;
  const { db, organisation } = ledger;
  return audited(ledger, async () => {
    const present = await ownOrganisation(db, principal, ofAll);
    if (!present.ok) return present;
    const { version } = present.value;
    if (expected !== undefined && expected !== version) return changedSince("The organisation", version);
    const { name = present.value.name, secondFactorRequired = present.value.secondFactorRequired } = change;
    const origins = [...new Set(change.origins ?? present.value.origins)].toSorted();
    const letsOthersIn = JSON.stringify(origins) !== JSON.stringify(present.value.origins);
    const demands = secondFactorRequired !== present.value.secondFactorRequired;
    if (demands && secondFactorRequired && (await stepsOf(db, principal.id)).length === 0)
      return err("conflict", "Set up a second factor of your own first: without one you would be out too.");
    const told: Told[] = [
      ...(name === present.value.name
        ? []
        : [{ action: "organisation.renamed" as const, actor: actorOf(principal), target: organisation }]),
      ...(demands
        ? [
            {
              action: "organisation.demands-changed" as const,
              actor: actorOf(principal),
              target: organisation,
              details: { secondFactorRequired },
            },
          ]
        : []),
      ...(letsOthersIn
        ? [{ action: "organisation.origins-changed" as const, actor: actorOf(principal), target: organisation, details: { origins } }]
        : []),
    ];
    if (told.length === 0) return ok({ value: present.value, statements: [], told: [] });
    return ok({
      value: { ...present.value, version: version + 1, name, secondFactorRequired, origins },
      statements: [
        db
          .update(organisations)
          .set({ version: sql`version + 1`, name, secondFactorRequired })
          .where(eq(organisations.id, organisation)),
        ...(letsOthersIn ? [db.delete(organisationOrigins).where(eq(organisationOrigins.organisation, organisation))] : []),
        ...(letsOthersIn && origins.length > 0
          ? [db.insert(organisationOrigins).values(origins.map((origin) => ({ origin, organisation })))]
          : []),
      ],
      told,
    });
  });
}

/** For whoever wants to change what they have not seen. */
export function changedSince(what: string, version: number) {
  return err("precondition_failed", `${what} is at version ${version} now: somebody has changed it. Look at it again, then change it.`);
}

/** Organisations that let pages of this origin in. */
export async function organisationsOfOrigin(db: DrizzleD1Database, origin: string): Promise<string[]> {
  const { organisation } = organisationOrigins;
  const rows = await db.select({ organisation }).from(organisationOrigins).where(eq(organisationOrigins.origin, origin));
  return rows.map((row) => row.organisation);
}
