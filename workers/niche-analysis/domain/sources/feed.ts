/** An RSS or Atom feed: the whole of it each time, unless it says that it has not changed (RFC 9110, 13). */
import { failed, type Connector } from "./connector.ts";
import { problemOfStatus } from "./problems.ts";

export const feed: Connector<"feed"> = {
  name: ({ url }) => `Feed: ${url}`,
  spacingMs: { anonymous: 2_000, withToken: 2_000 },
  begin: (_, cursor) => cursor ?? {},

  request({ url }, { etag, lastModified }) {
    return {
      url,
      headers: {
        accept: "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8",
        ...(etag === undefined ? {} : { "if-none-match": etag }),
        ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
      },
      given: true,
    };
  },

  read(_, cursor, answer) {
    const unchanged = { file: "", records: 0, next: cursor, more: false, pauseMs: 0 };
    if (answer.status === 304) return { ok: true, page: unchanged };
    if (answer.status !== 200) return failed(problemOfStatus(answer));
    const etag = answer.headers.get("etag")?.slice(0, 1_000);
    const lastModified = answer.headers.get("last-modified")?.slice(0, 200);
    const next = { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) };
    // What the entries are is for the reader of such files to say; a feed without any is no file that cannot be read.
    const records = (answer.body.match(/<(?:item|entry)[\s>]/g) ?? []).length;
    const empty = records === 0 && /<(?:rss|feed|rdf:RDF)\b/.test(answer.body.slice(0, 4096));
    return { ok: true, page: { ...unchanged, file: empty ? "" : answer.body, records: empty ? 0 : Math.max(1, records), next } };
  },
};
