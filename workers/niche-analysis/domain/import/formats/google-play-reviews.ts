/** The monthly reports of reviews of the Google Play Console: CSV in UTF-16LE. They name no authors. */
import { cellAt } from "./fields.ts";
import { titled, type SourceFormat } from "./source-format.ts";

/** A rating without words is `empty`; the developer's replies are another person's and are left out. */
export const googlePlayReviews: SourceFormat = {
  name: "google-play-reviews",
  used: { text: "Review Title + Review Text", date: "Review Submit Date and Time", rating: "Star Rating", nativeId: "Review Link" },
  attributes: [
    { column: "App Version Name", name: "version" },
    { column: "Device", name: "device" },
    { column: "Reviewer Language", name: "language" },
  ],
  recognises: (fields) => ["Package Name", "Star Rating", "Review Text"].every((name) => name in fields),
  row(fields) {
    const nativeId = cellAt(fields, "Review Link");
    return {
      text: titled(cellAt(fields, "Review Title"), cellAt(fields, "Review Text")),
      plain: true,
      date: cellAt(fields, "Review Submit Millis Since Epoch") || cellAt(fields, "Review Submit Date and Time"),
      rating: cellAt(fields, "Star Rating"),
      ...(nativeId !== "" && { nativeId, origin: "google-play" }),
    };
  },
};
