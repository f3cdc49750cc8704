/** How long events stay where. Pure. */
import * as z from "zod";
import { dayBefore } from "../../workers/event-bus/domain/archive/segment.ts";

const daysSchema = z.coerce.number().int().min(0).max(36_500);

export interface ArchiveVariables {
  /** Whole days after which events move to the archive. Default 30; 0 moves none. */
  EVENT_ARCHIVE_AFTER_DAYS?: string;
  /** Whole days after which the archive forgets them. Default 0: never. */
  EVENT_RETENTION_DAYS?: string;
}

/** Epoch milliseconds; undefined where nothing is due. */
export interface Cutoffs {
  /** Events older than this move to the archive. */
  archive: number | undefined;
  /** Archived days that begin before this are deleted. */
  forget: number | undefined;
}

/** What is due at `now`. A variable that is no number of days counts as not set. */
export function cutoffs(variables: ArchiveVariables, now: number): Cutoffs {
  const archiveAfter = days(variables.EVENT_ARCHIVE_AFTER_DAYS, 30);
  const forgetAfter = days(variables.EVENT_RETENTION_DAYS, 0);
  return {
    archive: archiveAfter === 0 ? undefined : dayBefore(now, archiveAfter),
    forget: forgetAfter === 0 ? undefined : dayBefore(now, forgetAfter),
  };
}

function days(text: string | undefined, otherwise: number): number {
  return text === undefined || text.trim() === "" ? otherwise : (daysSchema.safeParse(text).data ?? otherwise);
}
