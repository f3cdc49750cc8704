/** Events of aliases. */
import type { AliasCanaryEnded, AliasCanarySet, AliasMoved, AliasReembedding } from "../../../contracts/events/ai-models.ts";
import type { Happening } from "../commit.ts";
import type { KnownVersion } from "../domain/registering.ts";

export function aliasMoved(data: AliasMoved): Happening {
  return { about: { kind: "alias", id: data.alias }, type: "alias.moved", data };
}

export function canarySet(data: AliasCanarySet): Happening {
  return { about: { kind: "alias", id: data.alias }, type: "alias.canary-set", data };
}

export function canaryEnded(data: AliasCanaryEnded): Happening {
  return { about: { kind: "alias", id: data.alias }, type: "alias.canary-ended", data };
}

/**
 * That an alias of embeddings means another version from now on, to a share of organisations: vectors of two versions cannot be compared. Nothing
 * for other tasks, or where it stays as it is.
 */
export function reembedding(alias: string, from: KnownVersion | null, to: KnownVersion, percent: number): Happening[] {
  if (!from || from.task !== "embedding" || to.task !== "embedding") return [];
  if (from.modelId === to.modelId && from.version === to.version) return [];
  const data: AliasReembedding = { alias, from: sized(from), to: sized(to), percent };
  return [{ about: { kind: "alias", id: alias }, type: "alias.reembedding-announced", data }];
}

function sized({ name, version, dimensions }: KnownVersion) {
  return { name, version, dimensions };
}
