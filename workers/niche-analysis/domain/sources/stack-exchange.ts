/**
 * The search of a Stack Exchange site (API 2.3, `/search/advanced`): questions, oldest first. `backoff` and `quota_remaining` of its answers are
 * obeyed; it answers no page after the 25th without an access token.
 */
import * as z from "zod";
import { parse } from "../../../../contracts/result.ts";
import { failed, jsonOf, linesOf, type Connector, type SourceAnswer, type SourceProblem } from "./connector.ts";
import { beginOldestFirst, goOn } from "./oldest-first.ts";
import { notUnderstood, problemOfStatus } from "./problems.ts";

const pageSize = 100;
const lastPage = 25;
const day = 86_400_000;

const ownerSchema = z.object({ user_id: z.number().optional(), display_name: z.string().optional() });
const questionSchema = z.object({
  question_id: z.number(),
  title: z.string(),
  body: z.string().optional(),
  link: z.string(),
  creation_date: z.number(),
  owner: ownerSchema.optional(),
});
const answerSchema = z.object({
  items: z.array(questionSchema),
  has_more: z.boolean(),
  backoff: z.number().min(0).optional(),
  quota_remaining: z.number().optional(),
});
const errorSchema = z.object({ error_id: z.number(), error_name: z.string().optional(), error_message: z.string().optional() });
/** `throttle_violation`: too many requests from one address. */
const throttled = 502;

export const stackExchange: Connector<"stack-exchange"> = {
  name: ({ site, query }) => `Stack Exchange (${site}): ${query}`,
  spacingMs: { anonymous: 2_000, withToken: 2_000 },
  begin: ({ since }, cursor, now) => beginOldestFirst(since, cursor, now),

  request({ query, site }, { after = 0, page = 1 }, { services, token }) {
    const search = new URLSearchParams({
      site,
      q: query,
      // Inclusive, unlike ours.
      fromdate: String(after + 1),
      sort: "creation",
      order: "asc",
      page: String(page),
      pagesize: String(pageSize),
      filter: "withbody",
      ...(token === undefined ? {} : { key: token }),
    });
    return { url: `${services.stackExchange}/search/advanced?${search}`, headers: { accept: "application/json" }, given: false };
  },

  read(_, cursor, answer) {
    const refused = jsonOf((value) => parse(errorSchema, value), answer.body);
    if (refused) return failed(problemOf(answer, refused));
    if (answer.status !== 200) return failed(problemOfStatus(answer));
    const found = jsonOf((value) => parse(answerSchema, value), answer.body);
    if (!found) return failed(notUnderstood("an answer of the Stack Exchange API"));
    const { items, has_more, backoff = 0, quota_remaining = 1 } = found;
    const more = has_more && items.length > 0;
    const times = items.map(({ creation_date }) => creation_date);
    // The quota of a day is used up: it is given anew at midnight, UTC.
    const pauseMs = Math.max(backoff * 1000, quota_remaining > 0 ? 0 : day - (answer.at % day));
    return {
      ok: true,
      page: { file: linesOf(items), records: items.length, next: goOn(cursor, times, { more, lastPage }), more, pauseMs },
    };
  },
};

function problemOf(answer: SourceAnswer, { error_id, error_name = "", error_message = "" }: z.infer<typeof errorSchema>): SourceProblem {
  const said = error_message === "" ? error_name : error_message;
  if (error_id !== throttled)
    return problemOfStatus({ ...answer, status: error_id >= 400 && error_id < 600 ? error_id : answer.status }, said);
  const seconds = /(\d+)\s*second/.exec(error_message)?.[1];
  return { ...problemOfStatus({ ...answer, status: 429 }, said), afterMs: Math.min(day, Number(seconds ?? 60) * 1000) };
}
