/** Marks an answer that was given before: nothing was done for it. */
export const replayedHeader = "idempotency-replayed";
