/** Names that a backup in progress gives in a service's database. No migration makes a table with such a name. */

/** Begins the name of every copy. */
export const frozenPrefix = "frozen_";
/** The table that says whose copies there are. */
export const noteTable = "frozen";
/** Keeps what goes into the outbox until the copies are made. */
export const outboxTrigger = "frozen_outbox_kept";
