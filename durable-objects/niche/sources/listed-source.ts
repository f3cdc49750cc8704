/** A source as clients see it. */
import * as z from "zod";
import type { NicheSource } from "../../../contracts/services/niche-sources.ts";
import type { SourceState } from "./state.ts";

/** How the decider's answer names a source. */
export const namedSourceSchema = z.object({ id: z.string() });

export function listedSource(source: SourceState): NicheSource {
  const { id, settings, pausedReason, fetching, more, lastFetchedAt, nextAt, counts, failures, lastError, addedAt } = source;
  return {
    id,
    settings,
    status: pausedReason === undefined ? "active" : "paused",
    ...(pausedReason !== undefined && { pausedReason }),
    fetching,
    more,
    ...(lastFetchedAt !== undefined && { lastFetchedAt: moment(lastFetchedAt) }),
    ...(nextAt !== undefined && pausedReason === undefined && !fetching && { nextFetchAt: moment(nextAt) }),
    counts,
    failures,
    ...(lastError && { lastError: { ...lastError, at: moment(lastError.at) } }),
    addedAt: moment(addedAt),
  };
}

function moment(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
