/** Why a row is no evidence, in words. */
import type { DropReason } from "../../../contracts/services/niche-analysis.ts";

export const reasonTexts: Record<DropReason, string> = {
  empty: "without text",
  "too-short": "too short",
  duplicate: "sent before: the same text by the same author at the same time",
  "too-long": "too long",
  deleted: "deleted at the source",
  "not-parseable": "not readable",
  "cells-do-not-match": "with more or fewer cells than the header has columns",
  encoding: "with characters in another encoding than the file's",
  "over-limit": "new, but without room: in the niche (500,000 texts) or in one request (100,000)",
  "not-evidence": "not written by a user: advertisements, tag pages, programs",
};
