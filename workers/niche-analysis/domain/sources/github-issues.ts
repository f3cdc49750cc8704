/**
 * GitHub's search of issues (REST, `/search/issues`): oldest first, pages by its `Link` header, never more than a thousand of one search. Without
 * anything new the request stays the same, so it is made conditional: an answer of 304 costs nothing of the rate limit.
 */
import * as z from "zod";
import { parse } from "../../../../contracts/result.ts";
import { failed, jsonOf, linesOf, type Connector, type SourceAnswer, type SourceProblem } from "./connector.ts";
import { beginOldestFirst, goOn } from "./oldest-first.ts";
import { askedPause, notUnderstood, problemOfStatus, until } from "./problems.ts";

const pageSize = 100;
const lastPage = 10;

const issueSchema = z.object({
  title: z.string(),
  body: z.string().nullable(),
  html_url: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
  pull_request: z.unknown().optional(),
});
const answerSchema = z.object({ incomplete_results: z.boolean(), items: z.array(issueSchema) });
const errorSchema = z.object({ message: z.string(), errors: z.array(z.object({ message: z.string().optional() })).optional() });

export const githubIssues: Connector<"github-issues"> = {
  name: ({ query }) => `GitHub: ${query}`,
  // Ten searches a minute without a token, thirty with one.
  spacingMs: { anonymous: 7_000, withToken: 2_500 },
  begin: ({ since }, cursor, now) => beginOldestFirst(since, cursor, now),

  request({ query }, { after = 0, page = 1, etag }, { services, token }) {
    const from = new Date(after * 1000).toISOString().replace(/\.\d+Z$/, "Z");
    const search = new URLSearchParams({
      q: `${query} is:issue created:>${from}`,
      sort: "created",
      order: "asc",
      per_page: String(pageSize),
      page: String(page),
    });
    return {
      url: `${services.github}/search/issues?${search}`,
      headers: {
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(etag === undefined ? {} : { "if-none-match": etag }),
      },
      given: false,
    };
  },

  read(_, cursor, answer) {
    const pauseMs = spent(answer) ?? 0;
    if (answer.status === 304) return { ok: true, page: { file: "", records: 0, next: cursor, more: false, pauseMs } };
    if (answer.status !== 200) return failed(problemOf(answer));
    const found = jsonOf((value) => parse(answerSchema, value), answer.body);
    if (!found) return failed(notUnderstood("an answer of GitHub's search"));
    // Some would be missing, and what comes after them would hide it.
    if (found.incomplete_results) return failed(notUnderstood("complete: GitHub's search ran out of time"));
    const { items } = found;
    const more = items.length > 0 && hasNext(answer.headers);
    const times = items.map(({ created_at }) => Date.parse(created_at) / 1000);
    const next = goOn(cursor, times, { more, lastPage });
    const etag = items.length === 0 && !more ? (answer.headers.get("etag") ?? undefined) : undefined;
    return {
      ok: true,
      page: {
        file: linesOf(items),
        records: items.length,
        next: { ...next, ...(etag !== undefined && { etag: etag.slice(0, 1_000) }) },
        more,
        pauseMs,
      },
    };
  },
};

/** RFC 8288; which address it names is not asked: the next page is the one after this. */
function hasNext(headers: Headers): boolean {
  return /;\s*rel="?next"?/.test(headers.get("link") ?? "");
}

/** How long until there may be another search, when this one was the last that the rate limit allows. */
function spent({ headers, at }: SourceAnswer): number | undefined {
  const [remaining, reset] = ["x-ratelimit-remaining", "x-ratelimit-reset"].map((name) => headers.get(name));
  return remaining === "0" && /^\d+$/.test(reset ?? "") ? until(Number(reset), at) : undefined;
}

function problemOf(answer: SourceAnswer): SourceProblem {
  const refused = jsonOf((value) => parse(errorSchema, value), answer.body);
  const said = [refused?.message ?? "", ...(refused?.errors ?? []).flatMap(({ message }) => message ?? [])].join(" ").trim();
  const wait = askedPause(answer.headers, answer.at) ?? spent(answer);
  const limited = answer.status === 429 || (answer.status === 403 && (wait !== undefined || /rate limit/i.test(said)));
  // Where nothing says how long: a minute, as its documentation asks for.
  return limited ? { ...problemOfStatus({ ...answer, status: 429 }, said), afterMs: wait ?? 60_000 } : problemOfStatus(answer, said);
}
