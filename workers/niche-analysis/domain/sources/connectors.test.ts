import { describe, expect, it } from "vitest";
import type { FetchCursor, SourceSettings } from "../../../../contracts/services/niche-sources.ts";
import { publicServices, type Fetched, type SourceAnswer } from "./connector.ts";
import { connectorOf } from "./connectors.ts";

const at = Date.parse("2026-11-30T12:00:00Z");
const seconds = at / 1000;
const hackerNews: SourceSettings = { kind: "hacker-news", query: "ear buds", intervalMinutes: 60 };
const stackExchange: SourceSettings = {
  kind: "stack-exchange",
  query: "ear buds",
  site: "superuser",
  since: "2026-11-01",
  intervalMinutes: 60,
};
const github: SourceSettings = { kind: "github-issues", query: "repo:acme/earbuds", intervalMinutes: 60 };
const feed: SourceSettings = { kind: "feed", url: "https://forum.acme.com/rss", intervalMinutes: 60 };

const begin = (settings: SourceSettings, cursor?: FetchCursor) => connectorOf(settings).begin(settings as never, cursor, at);
const request = (settings: SourceSettings, cursor: FetchCursor, token?: string) =>
  connectorOf(settings).request(settings as never, cursor, { services: publicServices, token });
const read = (
  settings: SourceSettings,
  cursor: FetchCursor,
  answer: Partial<Omit<SourceAnswer, "headers">> & { headers?: Record<string, string> },
) => connectorOf(settings).read(settings as never, cursor, { status: 200, body: "", at, ...answer, headers: new Headers(answer.headers) });
function pageOf(fetched: Fetched) {
  if (!fetched.ok) throw new Error(fetched.problem.detail);
  return fetched.page;
}
const problemOf = (fetched: Fetched) => (fetched.ok ? undefined : fetched.problem);

describe("the search of Hacker News", () => {
  const hits = (times: number[], nbHits = times.length, nbPages = 1) =>
    JSON.stringify({
      hits: times.map((time) => ({ objectID: String(time), created_at_i: time, comment_text: "x" })),
      nbHits,
      nbPages,
      page: 0,
    });

  it("asks for the part between the last fetch and a minute ago", () => {
    expect(begin(hackerNews)).toEqual({ after: seconds - 90 * 86_400, before: seconds - 60, until: seconds - 60, page: 0 });
    const cursor = begin(hackerNews, { after: seconds - 3600 });
    const { url } = request(hackerNews, cursor);
    expect(new URL(url).origin + new URL(url).pathname).toBe("https://hn.algolia.com/api/v1/search_by_date");
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      query: "ear buds",
      tags: "(story,comment)",
      numericFilters: `created_at_i>${seconds - 3600},created_at_i<${seconds - 60}`,
      hitsPerPage: "100",
      page: "0",
    });
    // Asked again within the minute, the part is empty and ends where it began.
    expect(begin(hackerNews, { after: seconds - 61 })).toMatchObject({ after: seconds - 61, before: seconds - 60 });
    expect(begin(hackerNews, { after: seconds - 30 })).toMatchObject({ after: seconds - 30, before: seconds - 29 });
  });

  it("goes page by page, then on from the end of the part, with nothing between two parts", () => {
    const cursor = begin(hackerNews, { after: 1_000 });
    const first = pageOf(read(hackerNews, cursor, { body: hits([5_000, 4_000], 4, 2) }));
    expect(first).toMatchObject({ records: 2, more: true, next: { ...cursor, page: 1 } });
    expect(first.file.trim().split("\n")).toHaveLength(2);
    const last = pageOf(read(hackerNews, first.next, { body: hits([3_000, 2_000], 4, 2) }));
    expect(last).toMatchObject({ more: false, next: { after: seconds - 61 } });
    expect(begin(hackerNews, last.next)).toMatchObject({ after: seconds - 61 });
  });

  it("cuts a part of more than a thousand at the oldest that it reached, and cannot go round in circles", () => {
    const cursor = { after: 1_000, before: 9_000, until: 9_000, page: 9 };
    const cut = pageOf(read(hackerNews, cursor, { body: hits([5_000, 4_000], 2_500, 10) }));
    expect(cut).toMatchObject({ more: true, next: { after: 1_000, before: 4_001, until: 9_000, page: 0 } });
    const still = pageOf(read(hackerNews, { ...cursor, before: 4_001 }, { body: hits([4_000, 4_000], 2_500, 10) }));
    expect(still.next).toMatchObject({ before: 4_000 });
    const end = pageOf(read(hackerNews, { ...cursor, before: 1_002 }, { body: hits([1_001], 2_500, 10) }));
    expect(end).toMatchObject({ more: false, next: { after: 8_999 } });
  });

  it.each(["<html>", "[]", '{"hits":{}}', "null", '{"hits":[{"objectID":7}],"nbHits":1,"nbPages":1,"page":0}'])(
    "says that %j is not its answer",
    (body) => {
      expect(problemOf(read(hackerNews, begin(hackerNews), { body }))).toMatchObject({ code: "unavailable", retryable: true });
    },
  );
});

describe("the search of Stack Exchange", () => {
  const items = (times: number[], more: boolean, rest: object = {}) =>
    JSON.stringify({
      items: times.map((time) => ({ question_id: time, title: "t", body: "b", link: "https://superuser.com/q/1", creation_date: time })),
      has_more: more,
      quota_remaining: 100,
      ...rest,
    });

  it("asks oldest first from the day that was named, with the key where there is one", () => {
    const cursor = begin(stackExchange);
    expect(cursor).toEqual({ after: Date.parse("2026-11-01") / 1000 - 1, page: 1 });
    expect(Object.fromEntries(new URL(request(stackExchange, cursor, "key!").url).searchParams)).toEqual({
      site: "superuser",
      q: "ear buds",
      fromdate: String(Date.parse("2026-11-01") / 1000),
      sort: "creation",
      order: "asc",
      page: "1",
      pagesize: "100",
      filter: "withbody",
      key: "key!",
    });
  });

  it("goes on after the newest, and begins anew before the 26th page", () => {
    const more = pageOf(read(stackExchange, { after: 10, page: 1 }, { body: items([11, 20], true) }));
    expect(more).toMatchObject({ more: true, next: { after: 10, page: 2, newest: 20 } });
    expect(pageOf(read(stackExchange, more.next, { body: items([30], false) })).next).toEqual({ after: 30 });
    expect(pageOf(read(stackExchange, { after: 10, page: 25, newest: 20 }, { body: items([30], true) })).next).toEqual({ after: 29 });
    expect(pageOf(read(stackExchange, { after: 10, page: 25 }, { body: items([11], true) })).next).toEqual({ after: 11 });
    expect(pageOf(read(stackExchange, { after: 10, page: 1 }, { body: items([], false) })).next).toEqual({ after: 10 });
  });

  it("obeys backoff, a quota that is used up, and a throttle", () => {
    expect(pageOf(read(stackExchange, { after: 1 }, { body: items([2], true, { backoff: 12 }) })).pauseMs).toBe(12_000);
    expect(pageOf(read(stackExchange, { after: 1 }, { body: items([2], true, { quota_remaining: 0 }) })).pauseMs).toBe(12 * 3_600_000);
    const throttle = { error_id: 502, error_name: "throttle_violation", error_message: "too many requests, more available in 40 seconds" };
    const problem = problemOf(read(stackExchange, { after: 1 }, { status: 400, body: JSON.stringify(throttle) }));
    expect(problem).toMatchObject({ code: "rate_limited", retryable: true, afterMs: 40_000 });
    const bad = { error_id: 400, error_name: "bad_parameter", error_message: "site is required" };
    expect(problemOf(read(stackExchange, { after: 1 }, { status: 400, body: JSON.stringify(bad) }))).toMatchObject({
      code: "invalid_input",
      retryable: false,
      detail: expect.stringContaining("site is required"),
    });
  });
});

describe("the search of GitHub", () => {
  const items = (times: number[], rest: object = {}) =>
    JSON.stringify({
      total_count: 1,
      incomplete_results: false,
      items: times.map((time) => ({
        title: "t",
        body: null,
        html_url: `https://github.com/a/b/issues/${time}`,
        created_at: new Date(time * 1000).toISOString(),
        user: { login: "ann", type: "User" },
      })),
      ...rest,
    });

  it("asks for issues after the newest that it has seen, as whoever the token says", () => {
    const { url, headers } = request(github, { after: Date.parse("2026-11-01T10:00:00Z") / 1000, page: 2, etag: '"a"' }, "ghp_1");
    expect(new URL(url).searchParams.get("q")).toBe("repo:acme/earbuds is:issue created:>2026-11-01T10:00:00Z");
    expect(headers).toMatchObject({ authorization: "Bearer ghp_1", "if-none-match": '"a"', accept: "application/vnd.github+json" });
    expect(request(github, { after: 1 }).headers).not.toHaveProperty("authorization");
  });

  it("follows Link to the next page, and keeps the entity tag of an answer with nothing new", () => {
    const link = '<https://api.github.com/search/issues?page=2>; rel="next"';
    const more = pageOf(read(github, { after: 10, page: 1 }, { body: items([20]), headers: { link, etag: '"a"' } }));
    expect(more).toMatchObject({ more: true, next: { after: 10, page: 2, newest: 20 } });
    expect(pageOf(read(github, { after: 10, page: 10 }, { body: items([20]), headers: { link } })).next).toEqual({ after: 19 });
    const none = pageOf(read(github, { after: 10, page: 1 }, { body: items([]), headers: { etag: '"b"' } }));
    expect(none).toMatchObject({ more: false, next: { after: 10, etag: '"b"' } });
    expect(pageOf(read(github, { page: 1, ...none.next }, { status: 304 }))).toMatchObject({
      records: 0,
      next: { after: 10, etag: '"b"' },
    });
  });

  it("waits for the reset of a rate limit, as long as it is told, and a minute where nobody says", () => {
    const spent = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(seconds + 30) };
    expect(pageOf(read(github, { after: 1 }, { body: items([2]), headers: spent })).pauseMs).toBe(30_000);
    expect(problemOf(read(github, { after: 1 }, { status: 403, headers: spent }))).toMatchObject({ code: "rate_limited", afterMs: 30_000 });
    const secondary = { status: 403, body: JSON.stringify({ message: "You have exceeded a secondary rate limit." }) };
    expect(problemOf(read(github, { after: 1 }, secondary))).toMatchObject({ code: "rate_limited", afterMs: 60_000 });
    expect(problemOf(read(github, { after: 1 }, { ...secondary, headers: { "retry-after": "7" } }))).toMatchObject({ afterMs: 7_000 });
    expect(problemOf(read(github, { after: 1 }, { status: 401, body: '{"message":"Bad credentials"}' }))).toMatchObject({
      code: "forbidden",
      retryable: false,
      detail: expect.stringContaining("Bad credentials"),
    });
    expect(problemOf(read(github, { after: 1 }, { body: items([2], { incomplete_results: true }) }))).toMatchObject({ retryable: true });
  });
});

describe("a feed", () => {
  it("is asked whether it has changed, and is read whole when it has", () => {
    expect(request(feed, { etag: '"a"', lastModified: "Mon, 30 Nov 2026 12:00:00 GMT" })).toMatchObject({
      given: true,
      headers: { "if-none-match": '"a"', "if-modified-since": "Mon, 30 Nov 2026 12:00:00 GMT" },
    });
    expect(pageOf(read(feed, { etag: '"a"' }, { status: 304 }))).toMatchObject({ records: 0, next: { etag: '"a"' } });
    const body = "<rss><channel><item><title>a</title></item></channel></rss>";
    expect(pageOf(read(feed, {}, { body, headers: { etag: '"b"' } }))).toEqual({
      file: body,
      records: 1,
      more: false,
      pauseMs: 0,
      next: { etag: '"b"' },
    });
    expect(pageOf(read(feed, {}, { body: "<rss><channel/></rss>" }))).toMatchObject({ records: 0, file: "" });
    // Whatever else it is goes to the reader of files, which says so.
    expect(pageOf(read(feed, {}, { body: "<html></html>" }))).toMatchObject({ records: 1 });
  });

  it.each([
    [429, { "retry-after": "90" }, { code: "rate_limited", retryable: true, afterMs: 90_000 }],
    [503, { "retry-after": new Date(at + 5_000).toUTCString() }, { code: "rate_limited", afterMs: 5_000 }],
    [429, { "retry-after": "99999999" }, { afterMs: 86_400_000 }],
    [500, {}, { code: "unavailable", retryable: true }],
    [404, {}, { code: "not_found", retryable: false }],
    [410, {}, { code: "not_found", retryable: false }],
    [418, {}, { code: "invalid_input", retryable: false }],
  ])("says in words what %d means", (status, headers, problem) => {
    const found = problemOf(read(feed, {}, { status, headers: headers as Record<string, string> }));
    expect(found).toMatchObject(problem);
    expect(found?.remedy.length).toBeGreaterThan(10);
  });
});
