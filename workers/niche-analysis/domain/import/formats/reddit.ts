/** Submissions and comments of Reddit, as its API, Pushshift and Arctic Shift write them. */
import { markdownText } from "../text/markdown-text.ts";
import { cellAt, isFields, valueAt, type Fields } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

const gone = /^\s*\[\s*(?:deleted|removed)\b[^\]]*\]\s*$/i;

/** What was deleted or removed is no evidence, title and all: who took it back did not want it read. Votes are no rating. */
export const reddit: SourceFormat = {
  name: "reddit",
  used: { text: "title + selftext, or body", author: "author", date: "created_utc", nativeId: "name, or id", thread: "link_id, or id" },
  attributes: [
    { column: "subreddit", name: "subreddit" },
    { column: "data.subreddit", name: "subreddit" },
  ],
  recognises(fields) {
    const post = postOf(fields);
    const ofReddit = "subreddit" in post || "subreddit_id" in post || "link_id" in post;
    return ofReddit && "author" in post && "created_utc" in post && ("selftext" in post || "body" in post);
  },
  row(fields) {
    const post = postOf(fields);
    const isComment = "body" in post;
    const body = cellAt(post, isComment ? "body" : "selftext");
    const title = isComment ? "" : cellAt(post, "title");
    const removed = valueAt(post, "removed_by_category");
    if (gone.test(body) || gone.test(title) || (typeof removed === "string" && removed !== "")) return "deleted";
    const id = cellAt(post, "id");
    const submission = (isComment ? cellAt(post, "link_id") : id).replace(/^t3_/, "");
    return {
      text: titled(title, markdownText(body)),
      author: cellAt(post, "author"),
      date: cellAt(post, "created_utc"),
      ...(submission !== "" && { thread: submission }),
      // Ids of submissions and of comments are counted apart; the full name says which one it is.
      ...(id !== "" && { nativeId: `${isComment ? "t1" : "t3"}_${id.replace(/^t[13]_/, "")}` }),
      origin: "reddit",
    };
  },
};

/** In a listing of the API each post stands in an envelope of its own. */
function postOf(fields: Fields): Fields {
  return "kind" in fields && isFields(fields["data"]) ? fields["data"] : fields;
}
