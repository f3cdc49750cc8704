/** Where rolling an alias back leads: read from its history, as the registry does it. */
import type { AliasDetail } from "../../../../contracts/services/model-registry.ts";
import type { Meant } from "./meant.ts";

type Entry = AliasDetail["history"][number];

/**
 * The version that an alias without a canary goes back to; undefined: to none. A roll back leads behind the version that it left, so two of
 * them in a row go two versions back and not to and fro. `history`: the latest first.
 */
export function rollBackTarget(history: readonly Entry[]): Meant | undefined {
  const entries = history.toReversed();
  /** For each entry the place of the one that a roll back leads to. */
  const backs: (number | undefined)[] = [];
  entries.forEach((entry, place) => {
    const before = entries[place - 1];
    const last = backs[place - 1];
    if (before === undefined) backs.push(undefined);
    else if (isSame(before.model, entry.model)) backs.push(last);
    else if (entry.change === "rolled-back") backs.push(last === undefined ? undefined : backs[last]);
    else backs.push(place - 1);
  });
  const target = backs.at(-1);
  return target === undefined ? undefined : entries[target]?.model;
}

function isSame(a: Meant, b: Meant): boolean {
  return a.name === b.name && a.version === b.version;
}
