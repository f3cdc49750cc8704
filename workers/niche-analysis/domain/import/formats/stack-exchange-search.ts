/** Questions as the API of Stack Exchange answers them, with the filter `withbody`. */
import { htmlText } from "../text/html-text.ts";
import { cellAt, type Fields } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

/** Ids are counted anew on every site: the address says which one. */
export const stackExchangeSearch: SourceFormat = {
  name: "stack-exchange-search",
  used: { text: "title + body", author: "owner.user_id", date: "creation_date", nativeId: "question_id" },
  recognises: (fields) => "question_id" in fields && "creation_date" in fields && "link" in fields,
  row(fields) {
    return {
      text: titled(htmlText(cellAt(fields, "title")), htmlText(cellAt(fields, "body"))),
      plain: true as const,
      author: cellAt(fields, "owner.user_id") || cellAt(fields, "owner.display_name"),
      date: cellAt(fields, "creation_date"),
      nativeId: `question ${cellAt(fields, "question_id")}`,
      origin: `stack-exchange ${siteOf(fields)}`,
    };
  },
};

function siteOf(fields: Fields): string {
  const link = cellAt(fields, "link");
  return URL.canParse(link) ? new URL(link).hostname : "";
}
