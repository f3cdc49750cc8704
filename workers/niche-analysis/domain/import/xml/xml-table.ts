/** An XML file to rows: dumps of Stack Exchange, RSS and Atom feeds. What other XML is, is said. */
import { err, type Result } from "../../../../../contracts/result.ts";
import { openRecords } from "../record-table.ts";
import type { OpenedTable, Opening } from "../table.ts";
import { FeedEntries } from "./feed-entries.ts";
import { XmlRows } from "./xml-rows.ts";

/** Tables of a dump that hold no texts of users, or each text again and again. */
const otherTables = ["badges", "posthistory", "postlinks", "tags", "users", "votes"];

const feeds = ["rss", "feed", "rdf:rdf"];

/** Opens a dump or a feed; undefined where more text is needed for a first row. */
export function openXml(opening: Opening): Result<OpenedTable | undefined> {
  const start = opening.start.slice(0, 4096);
  if (/<!doctype\s+html|<html\b/i.test(start))
    return err("unsupported_media", "This file is a web page. Send the data behind it as CSV or JSON.");
  if (/<!DOCTYPE|<!ENTITY/i.test(start)) {
    return err(
      "unsupported_media",
      "This XML file declares a document type. Dumps of Stack Exchange and feeds have none, and entities are not expanded here.",
    );
  }
  const root = /<([A-Za-z][\w:.-]*)/.exec(start)?.[1]?.toLowerCase() ?? "";
  if (otherTables.includes(root)) {
    return err(
      "unsupported_media",
      `This is the table <${root}> of a Stack Exchange dump. What people wrote is in Posts.xml and Comments.xml.`,
    );
  }
  if (feeds.includes(root)) return openRecords("xml", new FeedEntries(), opening);
  if (root !== "posts" && root !== "comments") {
    return err(
      "unsupported_media",
      `This is XML of a kind that is not known (<${root}>). Known are Posts.xml and Comments.xml of a Stack Exchange dump, RSS and Atom.`,
    );
  }
  return openRecords("xml", new XmlRows(), opening);
}
