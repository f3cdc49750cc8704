/** The actors of an organisation, found by the ids that anything of it names. */
import { actorName, type ActorKind } from "../../contracts/actor.ts";
import { idPrefixes, isId, type IdKind } from "../../contracts/ids.ts";

/** Which ids the actors of a kind bear; kinds that no organisation owns are missing. */
const idKinds: Partial<Record<ActorKind, IdKind>> = { niche: "niche", "agent-team": "run" };

/** An actor that can be told to forget everything for good. */
export interface ErasableActor {
  erase(): Promise<void>;
}

/** Ids of actors of any kind that occur in `text`. */
export function actorIdsIn(text: string): string[] {
  return [...new Set(text.match(idPattern))];
}

const idPattern = new RegExp(
  `(?<![a-z0-9])(?:${Object.values(idKinds)
    .map((kind) => idPrefixes[kind])
    .join("|")})_[0-9a-z]{10,40}(?![0-9a-z])`,
  "g",
);

/** Ids among `ids` that actors of `kind` bear. */
export function idsOfKind(kind: ActorKind, ids: readonly string[]): string[] {
  return ids.filter((id) => isActorId(kind, id));
}

/** True when `id` is one that an actor of `kind` can bear. */
export function isActorId(kind: ActorKind, id: string): boolean {
  const idKind = idKinds[kind];
  return idKind !== undefined && isId(idKind, id);
}

/** Ids that the answers of the organisation's recorded commands name, up to 500 after `after`; with the row to go on from. */
export async function idsInCommands(db: D1Database, organisation: string, after: number): Promise<{ ids: string[]; last?: number }> {
  const { results } = await db
    .prepare(`SELECT rowid AS "row", value FROM commands WHERE organisation = ? AND rowid > ? ORDER BY rowid LIMIT 500`)
    .bind(organisation, after)
    .all<{ row: number; value: string }>();
  const last = results.at(-1)?.row;
  return { ids: actorIdsIn(results.map(({ value }) => value).join("\n")), ...(last === undefined ? {} : { last }) };
}

/** Erases one actor. It ends its own instance when it has, which its caller sees as a failure of that name. */
export async function eraseActor(
  namespace: { getByName(name: string): Partial<ErasableActor> },
  organisation: string,
  id: string,
): Promise<void> {
  try {
    await namespace.getByName(actorName(organisation, id)).erase?.();
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.includes(erased))) throw cause;
  }
}

/** The reason with which an erased actor ends. */
export const erased = "erased";
