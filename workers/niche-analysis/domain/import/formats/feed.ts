/** Entries of RSS and Atom feeds, as `../xml/feed-entries.ts` reads them. */
import { htmlText } from "../text/html-text.ts";
import { cellAt } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

const fieldNames = ["title", "content", "author", "published", "id", "link"];

/** An entry's id is its own in its feed, which the name of the source says. */
export const feedEntries: SourceFormat = {
  name: "feed",
  used: { text: "title + content", author: "author", date: "published", nativeId: "id" },
  recognises: (fields) => Object.keys(fields).length === fieldNames.length && fieldNames.every((name) => typeof fields[name] === "string"),
  row(fields) {
    const id = cellAt(fields, "id");
    return {
      text: titled(htmlText(cellAt(fields, "title")), htmlText(cellAt(fields, "content"))),
      plain: true as const,
      author: cellAt(fields, "author"),
      date: cellAt(fields, "published"),
      ...(id !== "" && { nativeId: id }),
    };
  },
};
