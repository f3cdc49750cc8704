/**
 * The search of Hacker News by Algolia (https://hn.algolia.com/api): newest first, pages from 0, never more than a thousand hits of one search. A
 * fetch reads the part between two moments, so that what is written meanwhile does not move its pages; where a part has more than a thousand, it
 * is cut at the oldest hit that was reached.
 */
import * as z from "zod";
import { parse } from "../../../../contracts/result.ts";
import { beginningOf, failed, jsonOf, linesOf, type Connector } from "./connector.ts";
import { notUnderstood, problemOfStatus } from "./problems.ts";

const hitsPerPage = 100;
/** What was written just now may not be in the index yet. */
const lagSeconds = 60;

const hitSchema = z.looseObject({ objectID: z.string(), created_at_i: z.number() });
const answerSchema = z.object({ hits: z.array(hitSchema), nbHits: z.number(), nbPages: z.number(), page: z.number() });
/** What the reader of such files looks at. */
const kept = ["objectID", "author", "created_at_i", "title", "url", "story_text", "comment_text", "story_id", "parent_id", "_tags"];

export const hackerNews: Connector<"hacker-news"> = {
  name: ({ query }) => `Hacker News: ${query}`,
  spacingMs: { anonymous: 2_000, withToken: 2_000 },

  begin({ since }, cursor, now) {
    if (cursor?.before !== undefined) return cursor;
    const after = cursor?.after ?? beginningOf(since, now);
    const before = Math.max(after + 1, Math.floor(now / 1000) - lagSeconds);
    return { after, before, until: before, page: 0 };
  },

  request({ query }, { after = 0, before = 0, page = 0 }, { services }) {
    const search = new URLSearchParams({
      query,
      tags: "(story,comment)",
      numericFilters: `created_at_i>${after},created_at_i<${before}`,
      hitsPerPage: String(hitsPerPage),
      page: String(page),
    });
    return { url: `${services.hackerNews}/search_by_date?${search}`, headers: { accept: "application/json" }, given: false };
  },

  read(_, cursor, answer) {
    if (answer.status !== 200) return failed(problemOfStatus(answer));
    const found = jsonOf((value) => parse(answerSchema, value), answer.body);
    if (!found) return failed(notUnderstood("an answer of the search of Hacker News"));
    const { hits, nbHits, nbPages } = found;
    const { after = 0, before = 0, until = before, page = 0 } = cursor;
    const file = linesOf(hits.map((hit) => Object.fromEntries(kept.flatMap((name) => (name in hit ? [[name, hit[name]]] : [])))));
    const what = { file, records: hits.length, pauseMs: 0 };
    if (page + 1 < nbPages && hits.length > 0)
      return { ok: true, page: { ...what, next: { after, before, until, page: page + 1 }, more: true } };
    const reached = Math.floor(Math.min(before, ...hits.map(({ created_at_i }) => created_at_i)));
    if (hits.length === 0 || nbHits <= nbPages * hitsPerPage || reached - 1 <= after)
      return { ok: true, page: { ...what, next: { after: until - 1 }, more: false } };
    // More than a thousand: those of the second that was reached come once more, unless there is nothing else.
    const cut = reached + 1 < before ? reached + 1 : reached;
    return { ok: true, page: { ...what, next: { after, before: cut, until, page: 0 }, more: true } };
  },
};
