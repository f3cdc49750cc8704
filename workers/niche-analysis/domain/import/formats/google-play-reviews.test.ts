import { expect, test } from "vitest";
import { readFile, utf16le } from "../../testing/reading.ts";
import { sha256 } from "../sha256.ts";

const header =
  "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,Review Submit Millis Since Epoch," +
  "Review Last Update Date and Time,Review Last Update Millis Since Epoch,Star Rating,Review Title,Review Text," +
  "Developer Reply Date and Time,Developer Reply Millis Since Epoch,Developer Reply Text,Review Link";
const link = (id: number) => `http://play.google.com/console/developers/app/reviews?reviewid=${id}`;
const file = [
  header,
  `com.acme,12,1.2,de,klte,2024-03-01T10:00:00Z,1709287200000,2024-03-01T10:00:00Z,1709287200000,2,,"Stürzt ab, ""immer"" wieder\nbeim Öffnen",2024-03-02T10:00:00Z,1709373600000,"Sorry, we will look into it",${link(1)}`,
  `com.acme,12,1.2,en,flounder,2024-03-01T11:00:00Z,1709290800000,2024-03-01T11:00:00Z,1709290800000,5,,,,,,${link(2)}`,
  `com.acme,12,1.2,en,flounder,2024-03-01T12:00:00Z,,2024-03-01T12:00:00Z,,4,Nice app,=HYPERLINK("http://example.org") & more,,,,${link(3)}`,
].join("\r\n");

test("reads the console's report in UTF-16; ratings without words are empty, replies of the developer are not read", async () => {
  const { rows, report } = await readFile(utf16le(`${file}\r\n`), { fileName: "reviews_com.acme_202403.csv", size: 101 });
  expect(report).toMatchObject({
    format: "csv",
    recognised: "google-play-reviews",
    encoding: "utf-16le",
    read: 3,
    droppedBy: { empty: 1 },
  });
  expect(rows).toMatchObject([
    {
      text: 'Stürzt ab, "immer" wieder beim Öffnen',
      rating: 2,
      date: "2024-03-01T10:00:00.000Z",
      provenance: sha256(`google-play\n${link(1)}`),
    },
    // A formula is a text like any other; nothing here computes it.
    { text: 'Nice app. =HYPERLINK("http://example.org") & more', date: "2024-03-01T12:00:00.000Z" },
  ]);
  expect(rows[0]).not.toHaveProperty("author");
});
