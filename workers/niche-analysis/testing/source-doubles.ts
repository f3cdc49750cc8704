/**
 * Stand-ins for the services that sources ask, as a real HTTP server that speaks their documented formats: it answers pages, says when nothing has
 * changed, refuses, breaks, redirects, and notes how it was asked.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

export interface NotedRequest {
  path: string;
  search: URLSearchParams;
  headers: IncomingMessage["headers"];
  /** Milliseconds at which it came and at which it was answered. */
  from: number;
  to: number;
  status: number;
}

export interface DoubleAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Post {
  id: number;
  /** Epoch seconds. */
  at: number;
  text: string;
  author?: string;
  title?: string;
}

export class SourceDoubles {
  readonly #server: Server;
  readonly requests: NotedRequest[] = [];
  /** Requests under way at this moment, and the most there ever were. */
  #open = 0;
  mostAtOnce = 0;
  /** How long an answer takes. */
  delayMs = 20;
  posts: Post[] = [];
  feed = "";
  /** `quota_remaining` and `backoff` of Stack Exchange's answers. */
  stackExchange: { quota_remaining: number; backoff?: number } = { quota_remaining: 290 };
  /** Answers that come first, each once, instead of the real one. */
  readonly #next: DoubleAnswer[] = [];

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<SourceDoubles> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new SourceDoubles(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The variables by which a service asks this server instead of the public ones. */
  vars(spacingMs: number): Record<string, string> {
    return {
      SOURCE_HACKER_NEWS_URL: `${this.url}/hn/api/v1`,
      SOURCE_STACK_EXCHANGE_URL: `${this.url}/se/2.3`,
      SOURCE_GITHUB_URL: `${this.url}/github`,
      SOURCE_SPACING_MS: String(spacingMs),
      SOURCE_ALLOW_LOOPBACK: "true",
    };
  }

  /** The next requests are answered so. */
  answerNext(...answers: DoubleAnswer[]): void {
    this.#next.push(...answers);
  }

  forget(): void {
    this.requests.length = 0;
    this.#next.length = 0;
    this.mostAtOnce = 0;
  }

  /** The smallest pause between two requests, from the answer of one to the next. */
  smallestPause(): number {
    return Math.min(...this.requests.slice(1).map((request, i) => request.from - (this.requests[i]?.to ?? 0)));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const from = Date.now();
    const url = new URL(request.url ?? "/", this.url);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#open);
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const { status = 200, headers = {}, body = "" } = this.#next.shift() ?? this.#real(url, request.headers);
    this.#open--;
    this.requests.push({ path: url.pathname, search: url.searchParams, headers: request.headers, from, to: Date.now(), status });
    response.writeHead(status, headers).end(body);
  }

  #real({ pathname, searchParams }: URL, headers: IncomingMessage["headers"]): DoubleAnswer {
    if (pathname === "/hn/api/v1/search_by_date") return this.#hackerNews(searchParams);
    if (pathname === "/se/2.3/search/advanced") return this.#questions(searchParams);
    if (pathname === "/github/search/issues") return this.#issues(searchParams, headers);
    if (pathname === "/feed.xml") return unchanged(this.feed, "application/rss+xml", headers);
    return { status: 404 };
  }

  /** https://hn.algolia.com/api: newest first, at most a thousand. */
  #hackerNews(search: URLSearchParams): DoubleAnswer {
    const [, after = 0, before = 0] = (/^created_at_i>(\d+),created_at_i<(\d+)$/.exec(search.get("numericFilters") ?? "") ?? []).map(
      Number,
    );
    const [page, size] = [Number(search.get("page")), Number(search.get("hitsPerPage"))];
    const found = this.posts.filter(({ at }) => at > after && at < before).toSorted((a, b) => b.at - a.at);
    const reachable = found.slice(0, 1000);
    const hits = reachable.slice(page * size, (page + 1) * size).map(({ id, at, text, author = `user${id}` }) => ({
      objectID: String(id),
      author,
      created_at_i: at,
      comment_text: text,
      story_id: 1,
      parent_id: 1,
      _tags: ["comment"],
      _highlightResult: { comment_text: { value: text } },
    }));
    const nbPages = Math.ceil(reachable.length / size);
    return json({ hits, nbHits: found.length, nbPages, page, hitsPerPage: size, query: search.get("query") });
  }

  /** https://api.stackexchange.com/docs/advanced-search: always packed. */
  #questions(search: URLSearchParams): DoubleAnswer {
    const [page, size, from] = ["page", "pagesize", "fromdate"].map((name) => Number(search.get(name)));
    if (!page || !size || search.get("filter") !== "withbody" || search.get("order") !== "asc")
      return json({ error_id: 400, error_name: "bad_parameter", error_message: "page" }, 400);
    const found = this.posts.filter(({ at }) => at >= (from ?? 0)).toSorted((a, b) => a.at - b.at);
    const items = found.slice((page - 1) * size, page * size).map(({ id, at, text, title = `Question ${id}` }) => ({
      question_id: id,
      title,
      body: `<p>${text}</p>`,
      link: `https://${search.get("site")}.com/questions/${id}`,
      creation_date: at,
      owner: { user_id: id % 50, display_name: `user${id % 50}` },
      tags: ["a"],
    }));
    const packed = gzipSync(JSON.stringify({ items, has_more: found.length > page * size, quota_max: 300, ...this.stackExchange }));
    return { body: packed, headers: { "content-type": "application/json; charset=utf-8", "content-encoding": "gzip" } };
  }

  /** https://docs.github.com/en/rest/search/search. */
  #issues(search: URLSearchParams, headers: IncomingMessage["headers"]): DoubleAnswer {
    const since = /created:>(\S+)/.exec(search.get("q") ?? "")?.[1];
    const [page, size] = [Number(search.get("page")), Number(search.get("per_page"))];
    const found = this.posts.filter(({ at }) => at * 1000 > Date.parse(since ?? "")).toSorted((a, b) => a.at - b.at);
    const items = found.slice((page - 1) * size, page * size).map(({ id, at, text, title = `Issue ${id}` }) => ({
      id,
      title,
      body: text,
      html_url: `https://github.com/acme/earbuds/issues/${id}`,
      created_at: new Date(at * 1000).toISOString().replace(".000Z", "Z"),
      user: { login: `user${id % 50}`, type: "User" },
      comments: 3,
    }));
    const answer = unchanged(JSON.stringify({ total_count: found.length, incomplete_results: false, items }), "application/json", headers);
    const next = `<https://api.github.com/search/issues?page=${page + 1}>; rel="next", <https://api.github.com/search/issues?page=9>; rel="last"`;
    return { ...answer, headers: { ...answer.headers, "x-ratelimit-remaining": "9", ...(found.length > page * size && { link: next }) } };
  }
}

function json(value: object, status = 200): DoubleAnswer {
  return { status, body: JSON.stringify(value), headers: { "content-type": "application/json" } };
}

/** With an entity tag of its content, and 304 for who has that. */
function unchanged(body: string, type: string, asked: IncomingMessage["headers"]): DoubleAnswer {
  const etag = `"${body.length}-${[...body].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7)}"`;
  if (asked["if-none-match"] === etag) return { status: 304, headers: { etag } };
  return { body, headers: { "content-type": type, etag } };
}
