/** Whose the rows of the event bus are. */
import type { Tenancy } from "../kit/tenancy.ts";

export const tenancy: Tenancy = {
  /** An export has the events themselves, not their rows; a backup reads the store, wherever an event stands. */
  events: { exported: false, backup: false },
  archived_subjects: { where: "instr(subject, '/' || ?1 || '/') > 0", exported: false },
  archive_contents: { exported: false },
  /** One segment holds events of many organisations. */
  archive_segments: { where: null },
  webhook_endpoints: { withheld: ["secret", "previous_secret"] },
};
