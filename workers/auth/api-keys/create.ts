/** Making a key: of a person, or of a service of the organisation. */
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { newId, type Sources } from "../../../contracts/ids.ts";
import { authorize, authorizePerson, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { ApiKey, CreatedApiKey, NewApiKey } from "../../../contracts/services/auth.ts";
import { runOnce } from "../../kit/commands.ts";
import { actorOf, entryInserts, onHead } from "../audit.ts";
import { newKey } from "../domain/api-key.ts";
import { requireFresh, type Standing } from "../sessions.ts";
import { ownerOf } from "./acting.ts";
import { freshKey, type Whose } from "./key-row.ts";

/**
 * Makes a key. Its scopes must be the caller's own, its expiry in the future; one for a service is made by an administrator in person. The same `commandId` again makes no second
 * key and cannot show the first one's secret: it is refused as a `conflict` that names the key.
 */
export async function createApiKey(
  db: DrizzleD1Database,
  sources: Sources,
  standing: Standing,
  input: NewApiKey,
  commandId: string,
): Promise<Result<CreatedApiKey>> {
  const { principal } = standing;
  const allowed = authorize(principal, "keys:write");
  if (!allowed.ok) return allowed;
  const proved = await requireFresh({ db, sources }, standing);
  if (!proved.ok) return proved;
  const now = sources.now();
  const faulty = faultOf(principal, input, now);
  if (faulty) return faulty;
  const whose = input.actsAs === "service" ? newService(principal, sources) : await ownOf(db, principal);
  if (!whose.ok) return whose;

  const { id, key } = newKey(sources);
  const ledger = { db, sources, organisation: principal.organisation };
  const fresh = await freshKey(ledger, {
    id,
    key,
    whose: whose.value,
    name: input.name,
    scopes: input.scopes,
    expiresAt: input.expiresAt ?? null,
    now,
  });
  const { view } = fresh;
  const recorded = await onHead(ledger, async (head) => {
    const told = [
      {
        action: "key.created" as const,
        actor: actorOf(principal),
        target: id,
        details: { scopes: input.scopes, expiresAt: view.expiresAt, ...(view.service === null ? {} : { service: view.service }) },
      },
    ];
    const entries = await entryInserts(ledger, head, told, now);
    if (!entries.ok) return entries;
    return runOnce<ApiKey>({ db, principal, commandId, method: "createApiKey", input, now }, () =>
      ok({ value: view, statements: [fresh.insert, ...entries.value], events: [{ ...fresh.event, causationid: commandId }] }),
    );
  });
  if (!recorded.ok) return recorded;
  if (recorded.value.id !== id)
    return err("conflict", `This request made the key ${recorded.value.id} before; its secret is shown once. Revoke it and make another.`);
  return ok({ ...view, key });
}

/** A service of the caller's organisation, which has no keys yet. */
function newService(principal: Principal, sources: Sources): Result<Whose> {
  const allowed = authorize(principal, "organisation:admin");
  if (!allowed.ok) return allowed;
  const inPerson = authorizePerson(principal);
  return inPerson.ok ? ok({ owner: null, service: newId("service", sources) }) : inPerson;
}

async function ownOf(db: DrizzleD1Database, principal: Principal): Promise<Result<Whose>> {
  const owner = await ownerOf(db, principal);
  return owner === undefined ? err("forbidden", "Only people, and the keys of people, can make keys.") : ok({ owner, service: null });
}

function faultOf(principal: Principal, input: NewApiKey, now: number) {
  const foreign = input.scopes.filter((scope) => !principal.scopes.includes(scope));
  if (foreign.length > 0) return err("forbidden", `You cannot give a key what you do not have: ${foreign.join(", ")}.`);
  if (input.expiresAt === undefined || Date.parse(input.expiresAt) > now) return undefined;
  return err("invalid_input", "`expiresAt` must lie in the future.", {
    fields: [{ path: "expiresAt", message: "must lie in the future" }],
  });
}
