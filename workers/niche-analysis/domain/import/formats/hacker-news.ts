/** Stories and comments of Hacker News: answers of the Algolia search, and items of the Firebase API. */
import { htmlText } from "../text/html-text.ts";
import { cellAt, type Fields } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

const origin = "hacker-news";

export const hackerNewsSearch: SourceFormat = {
  name: "hacker-news-search",
  used: { text: "title + story_text, or comment_text", author: "author", date: "created_at_i", nativeId: "objectID", thread: "story_id" },
  recognises: (fields) =>
    "objectID" in fields && "author" in fields && ("created_at_i" in fields || "story_id" in fields || "_tags" in fields),
  row(fields) {
    const comment = cellAt(fields, "comment_text");
    if (comment === "" && isAdvertisement(fields["_tags"])) return "not-evidence";
    return spoken(comment === "" ? cellAt(fields, "title") : "", comment || cellAt(fields, "story_text"), fields, {
      author: cellAt(fields, "author"),
      date: cellAt(fields, "created_at_i") || cellAt(fields, "created_at"),
      nativeId: cellAt(fields, "objectID"),
      thread: cellAt(fields, "story_id") || (comment === "" ? cellAt(fields, "objectID") : ""),
    });
  },
};

const kinds = ["story", "comment", "job", "poll", "pollopt"];

export const hackerNewsItems: SourceFormat = {
  name: "hacker-news-items",
  used: { text: "title + text", author: "by", date: "time", nativeId: "id", thread: "parent, or id" },
  recognises: (fields) =>
    typeof fields["id"] === "number" && kinds.includes(cellAt(fields, "type")) && ("time" in fields || fields["deleted"] === true),
  row(fields) {
    if (fields["deleted"] === true || fields["dead"] === true) return "deleted";
    const kind = cellAt(fields, "type");
    if (kind === "job" || kind === "pollopt") return "not-evidence";
    return spoken(kind === "comment" ? "" : cellAt(fields, "title"), cellAt(fields, "text"), fields, {
      author: cellAt(fields, "by"),
      date: cellAt(fields, "time"),
      nativeId: cellAt(fields, "id"),
      // Of a comment only what it answers is known: under a story the story, else another comment.
      thread: cellAt(fields, kind === "comment" ? "parent" : "id"),
    });
  },
};

interface About {
  author: string;
  date: string;
  nativeId: string;
  thread: string;
}

/** The title of a link is somebody else's headline: without a text of its own such a story is no evidence. */
function spoken(title: string, html: string, fields: Fields, about: About) {
  if (html === "" && cellAt(fields, "url") !== "") return "not-evidence" as const;
  const { nativeId, thread, ...rest } = about;
  return {
    text: titled(title, withoutQuotes(htmlText(html))),
    plain: true as const,
    ...rest,
    ...(nativeId !== "" && { nativeId }),
    ...(thread !== "" && { thread }),
    origin,
  };
}

/** Readers quote by a paragraph that begins with `>`. */
function withoutQuotes(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\s*>/.test(line))
    .join("\n");
}

function isAdvertisement(tags: unknown): boolean {
  return Array.isArray(tags) && tags.includes("job");
}
