/** Posts and comments of Stack Exchange: the dumps, and tables of the Data Explorer. */
import { htmlText } from "../text/html-text.ts";
import { markdownText } from "../text/markdown-text.ts";
import { cellAt, type Fields } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

/** Other kinds of posts are tag pages, elections and notes of moderators. */
const [question, answer] = ["1", "2"];

/** Ids are counted anew on every site and no file says which site it is from: they are its own. */
export const stackExchange: SourceFormat = {
  name: "stack-exchange",
  used: {
    text: "Title + Body, or Text",
    author: "OwnerUserId, or UserId",
    date: "CreationDate",
    nativeId: "Id",
    thread: "ParentId, PostId, or Id",
  },
  attributes: [{ column: "Tags", name: "tags" }],
  recognises: (fields) => "CreationDate" in fields && (isPost(fields) || ("PostId" in fields && "Text" in fields)),
  row(fields) {
    const about = {
      plain: true as const,
      author:
        cellAt(fields, "OwnerUserId") ||
        cellAt(fields, "OwnerDisplayName") ||
        cellAt(fields, "UserId") ||
        cellAt(fields, "UserDisplayName"),
      date: cellAt(fields, "CreationDate"),
    };
    const id = cellAt(fields, "Id");
    if (!isPost(fields)) {
      return {
        text: markdownText(cellAt(fields, "Text")),
        ...about,
        ...threadOf(cellAt(fields, "PostId")),
        ...(id !== "" && { nativeId: `comment ${id}` }),
      };
    }
    const kind = cellAt(fields, "PostTypeId");
    if (kind !== question && kind !== answer) return "not-evidence";
    return {
      text: titled(cellAt(fields, "Title"), htmlText(cellAt(fields, "Body"))),
      ...about,
      ...threadOf(kind === answer ? cellAt(fields, "ParentId") : id),
      ...(id !== "" && { nativeId: `post ${id}` }),
    };
  },
};

/** A question with its answers; of a comment only the post is known that it stands under, question or answer. */
function threadOf(post: string): { thread?: string } {
  return post === "" ? {} : { thread: `stack-exchange post ${post}` };
}

function isPost(fields: Fields): boolean {
  return "PostTypeId" in fields && "Body" in fields;
}
