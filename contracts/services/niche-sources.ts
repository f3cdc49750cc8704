/** Sources of a niche: searches and feeds that are looked at again and again, whose new texts become evidence. */
import * as z from "zod";
import { errorCodes } from "../errors.ts";
import { filledText } from "../filled-text.ts";
import { dropReasons } from "./niche-evidence.ts";

export const sourceKinds = ["hacker-news", "stack-exchange", "github-issues", "feed"] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Sources that a niche has at most. */
export const maxSources = 20;

/** Minutes: every quarter of an hour to every week. */
const intervalMinutes = z.int().min(15).max(10_080).default(60);
const query = filledText(200);
/** The first day of what is fetched; default: ninety days before the source was added. */
const since = z.iso.date().optional();
/** The name of a token that the installation keeps for the organisation. The token itself is never sent or stored here. */
const token = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be the name of a token, such as github-search")
  .optional();

export const sourceSettingsSchema = z.discriminatedUnion("kind", [
  /** Stories and comments of Hacker News that hold these words. */
  z.object({ kind: z.literal("hacker-news"), query, since, intervalMinutes }),
  /** Questions of one site of Stack Exchange that hold these words. */
  z.object({
    kind: z.literal("stack-exchange"),
    query,
    /** As its API names it: `stackoverflow`, `superuser`, `meta.stackexchange`. */
    site: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, "must be the name of a site, such as stackoverflow"),
    since,
    token,
    intervalMinutes,
  }),
  /** Issues of GitHub that a search finds; qualifiers such as `repo:owner/name` are part of the query. */
  z.object({ kind: z.literal("github-issues"), query, since, token, intervalMinutes }),
  /** An RSS or Atom feed on the public internet. */
  z.object({ kind: z.literal("feed"), url: z.string().min(1).max(2_000), intervalMinutes }),
]);
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;

/** Why nothing could be fetched, and what to do about it. */
export const sourceErrorSchema = z.object({ code: z.enum(errorCodes), detail: z.string(), remedy: z.string() });
export type SourceError = z.infer<typeof sourceErrorSchema>;

/** `asked`: by somebody; `failing`: it failed ten times in a row; `gone`: the address says that there is nothing any more; `forked`: it came with a fork. */
export const pauseReasons = ["asked", "failing", "gone", "forked"] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Records of its fetches: `read` = `kept` + the sum of `droppedBy`. */
export const fetchedCountsSchema = z.object({
  read: z.int().min(0),
  /** New texts of the niche. */
  kept: z.int().min(0),
  droppedBy: z.partialRecord(z.enum(dropReasons), z.int().min(0)),
});
export type FetchedCounts = z.infer<typeof fetchedCountsSchema>;

export const nicheSourceSchema = z.object({
  /** `source-1`, `source-2`, … in the order in which they were added. */
  id: z.string(),
  settings: sourceSettingsSchema,
  status: z.enum(["active", "paused"]),
  pausedReason: z.enum(pauseReasons).optional(),
  /** A fetch waits or runs. */
  fetching: z.boolean(),
  /** The latest fetch ended before everything was there; the next goes on where it ended. */
  more: z.boolean(),
  /** When the latest fetch that succeeded ended. */
  lastFetchedAt: z.iso.datetime().optional(),
  /** When the next begins; absent while one runs or the source is paused. */
  nextFetchAt: z.iso.datetime().optional(),
  /** Of all of its fetches. */
  counts: fetchedCountsSchema,
  /** Fetches that failed since the latest that succeeded. */
  failures: z.int().min(0),
  /** Of the latest fetch; absent when it succeeded. */
  lastError: sourceErrorSchema.extend({ at: z.iso.datetime() }).optional(),
  addedAt: z.iso.datetime(),
});
export type NicheSource = z.infer<typeof nicheSourceSchema>;

/** What can be done to a source. */
export const sourceActions = ["pause", "resume", "fetch", "remove"] as const;
export type SourceAction = (typeof sourceActions)[number];

/** How far a source has been read. What its fields mean is the business of its kind. */
export const fetchCursorSchema = z.object({
  /** Epoch seconds: everything up to then has been fetched. */
  after: z.int().min(0).optional(),
  /** Of a list that is read newest first: where the part being read ends, and where all of it did. Epoch seconds. */
  before: z.int().min(0).optional(),
  until: z.int().min(0).optional(),
  /** Of a list that is read oldest first: the time of the latest that was seen. Epoch seconds. */
  newest: z.int().min(0).optional(),
  page: z.int().min(0).optional(),
  /** What the server said of the latest answer, for a conditional request (RFC 9110, 13). */
  etag: z.string().max(1_000).optional(),
  lastModified: z.string().max(200).optional(),
});
export type FetchCursor = z.infer<typeof fetchCursorSchema>;
