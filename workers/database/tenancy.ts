/** Whose the rows of the database service are. */
import { installation } from "../../contracts/events/ai-models.ts";
import type { Tenancy } from "../kit/tenancy.ts";

export const tenancy: Tenancy = {
  /** The record of an erasure stays: the fact and the counts, not the content. Backups know of no backups. */
  work: {
    where: "tenant = ?1 AND kind <> 'erasure'",
    withheld: ["state", "principal"],
    backup: "kind NOT IN ('backup', 'restore')",
  },
  commands: { backup: `organisation <> '${installation}'` },
  backup_parts: { where: null, backup: false },
  backup_actors: { where: null, backup: false },
};
