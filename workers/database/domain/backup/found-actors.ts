/** Actors that rows speak of: nothing lists them, but nothing makes one without writing its id down first. Pure. */
import { actorName, type ActorKind } from "../../../../contracts/actor.ts";
import type { ActorReference, Cell, TablePiece } from "../../../../contracts/services/backup.ts";
import type { ServiceName } from "../../../../contracts/services/common.ts";
import { actorIdsIn, idsOfKind } from "../../../kit/actor-ids.ts";

/** The owners of actors that have a log. */
export const ownedKinds: readonly { kind: ActorKind; service: ServiceName }[] = [
  { kind: "agent-team", service: "agent-teams" },
  { kind: "niche", service: "niche-analysis" },
];

export interface FoundActor extends ActorReference {
  service: ServiceName;
}

const anyOrganisation = /(?<![a-z0-9])org_[0-9a-z]{10,40}(?![0-9a-z])/g;

/**
 * Every actor whose id and organisation a row names. `organisation` is that of rows which do not name their own. Some of them may never have
 * come to be.
 */
export function actorsNamedIn({ columns, rows }: TablePiece, organisation?: string): FoundActor[] {
  const found = new Map<string, FoundActor>();
  const own = columns.indexOf("organisation");
  for (const row of rows) {
    const text = row.filter((cell) => typeof cell === "string").join("\n");
    const ids = actorIdsIn(text);
    if (ids.length === 0) continue;
    for (const organisationId of organisationsOf(row[own], text, organisation)) {
      for (const { kind, service } of ownedKinds) {
        for (const id of idsOfKind(kind, ids)) {
          const name = actorName(organisationId, id);
          found.set(`${kind} ${name}`, { service, kind, name });
        }
      }
    }
  }
  return [...found.values()];
}

function organisationsOf(own: Cell | undefined, text: string, organisation: string | undefined): string[] {
  if (organisation !== undefined) return [organisation];
  return typeof own === "string" ? [own] : [...new Set(text.match(anyOrganisation))];
}
