/** The feed of customer reviews that Apple's App Store offers as JSON and as XML (`…/rss/customerreviews/…/json`), up to 50 on a page. */
import { cellAt, valueAt } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

export const appStoreReviews: SourceFormat = {
  name: "app-store-reviews",
  used: {
    text: "title.label + content.label",
    author: "author.name.label",
    date: "updated.label",
    rating: "im:rating.label",
    nativeId: "id.label",
  },
  attributes: [{ column: "im:version.label", name: "version" }],
  // The first entry of older feeds is the app itself, which has a name instead of a rating.
  recognises: (fields) => "im:rating" in fields || ("im:name" in fields && "im:artist" in fields),
  row(fields) {
    if (valueAt(fields, "im:rating") === undefined) return "not-evidence";
    const nativeId = cellAt(fields, "id.label");
    return {
      text: titled(cellAt(fields, "title.label"), cellAt(fields, "content.label")),
      plain: true,
      author: cellAt(fields, "author.name.label"),
      date: cellAt(fields, "updated.label"),
      rating: cellAt(fields, "im:rating.label"),
      ...(nativeId !== "" && { nativeId, origin: "app-store" }),
    };
  },
};
