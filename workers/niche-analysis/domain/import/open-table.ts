/** The first part of a text to the table that it begins. */
import type { Result } from "../../../../contracts/result.ts";
import { openCsv } from "./csv-table.ts";
import { JsonRecords } from "./json/json-records.ts";
import { sniffLayout } from "./layout.ts";
import { MailboxReader } from "./mail/mailbox-reader.ts";
import { openRecords } from "./record-table.ts";
import { JsonLinesReader } from "./records.ts";
import type { OpenedTable, Opening } from "./table.ts";
import { openXml } from "./xml/xml-table.ts";

/** Undefined when `start` has no complete record yet; fails for a file without any text in it. */
export function openTable(opening: Opening): Result<OpenedTable | undefined> {
  const layout = sniffLayout(opening.start);
  switch (layout.format) {
    case "csv":
      return openCsv(layout, opening);
    case "json":
      return openRecords("json", new JsonRecords(layout.envelope), opening);
    case "jsonl":
      return openRecords("jsonl", new JsonLinesReader(), opening);
    case "mbox":
      return openRecords("mbox", new MailboxReader(), opening);
    case "xml":
      return openXml(opening);
  }
}
