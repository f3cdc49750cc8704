/** Ids of actors, found in whatever names them. Pure. */
import type { ActorKind } from "../../contracts/actor.ts";
import { idPrefixes, isId, type IdKind } from "../../contracts/ids.ts";

/** Which ids the actors of a kind bear; kinds that no organisation owns are missing. */
const idKinds: Partial<Record<ActorKind, IdKind>> = { niche: "niche", "agent-team": "run" };

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
