/** Issues and comments of GitHub: lists and searches of its REST API, and what `gh issue list --json` writes. */
import { markdownText } from "../text/markdown-text.ts";
import { cellAt, isFields, valueAt, type Fields } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

/** Pull requests, which its list of issues has too, and what programs write are no evidence. */
export const githubIssues: SourceFormat = {
  name: "github-issues",
  used: { text: "title + body", author: "user.login", date: "created_at", nativeId: "html_url", thread: "html_url" },
  attributes: [
    { column: "labels", name: "labels" },
    { column: "state", name: "state" },
  ],
  recognises: (fields) =>
    "body" in fields && ("title" in fields || "issue_url" in fields) && /^https:\/\/[^/]+\/.+\/(?:issues|pull)\/\d+/.test(address(fields)),
  /** `gh` writes the comments of an issue into it. */
  parts(fields) {
    const comments = fields["comments"];
    if (!Array.isArray(comments)) return [fields];
    const issue = address(fields);
    return [fields, ...comments.filter(isFields).map((comment, i) => ({ url: `${issue}#comment-${i + 1}`, ...comment }))];
  },
  row(fields) {
    const isProgram = cellAt(fields, "user.type") === "Bot" || valueAt(fields, "author.is_bot") === true;
    const isPull = "pull_request" in fields || /\/pull\/\d+(?:#|$)/.test(address(fields));
    if (isProgram || isPull || fields["isMinimized"] === true) return "not-evidence";
    return {
      text: titled(cellAt(fields, "title"), markdownText(cellAt(fields, "body"))),
      author: cellAt(fields, "user.login") || cellAt(fields, "author.login"),
      date: cellAt(fields, "created_at") || cellAt(fields, "createdAt"),
      nativeId: address(fields),
      // A comment's address is that of its issue and a place on that page.
      thread: address(fields).replace(/#.*$/, ""),
      origin: "github",
    };
  },
};

/** The address of the page; what the API calls `url` is its own. */
function address(fields: Fields): string {
  return cellAt(fields, "html_url") || cellAt(fields, "url");
}
