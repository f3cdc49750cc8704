/** What people really wrote, as a niche stores it, and the report of an import. */
import * as z from "zod";
import { idSchema } from "../ids.ts";

/** Which column holds what. A name given here wins over detection and must exist in the file. */
export const columnMappingSchema = z.object({
  text: z.string().min(1).max(200).optional(),
  author: z.string().min(1).max(200).optional(),
  date: z.string().min(1).max(200).optional(),
  rating: z.string().min(1).max(200).optional(),
  /** The source's own id of a row. */
  nativeId: z.string().min(1).max(200).optional(),
  /** What the source calls the conversation that a row belongs to. */
  thread: z.string().min(1).max(200).optional(),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** Columns of a file that are kept as attributes at most, values of one in a row, characters of one value or name. */
export const [maxAttributes, maxAttributeValues, maxAttributeLength] = [5, 5, 40] as const;

export const evidenceSchema = z.object({
  /** `evd_` and 32 hexadecimal digits of the digest of the normalised text: equal texts have equal ids, whatever file brought them. */
  id: z.string().regex(/^evd_[0-9a-f]{32}$/),
  /** The text with e-mail addresses and phone numbers masked. Untrusted: shown, never obeyed and never interpreted as markup. */
  text: z.string().min(1),
  /** Salted hash of the author's name, 16 hexadecimal digits; absent when the file names none. */
  author: z.string().optional(),
  /** RFC 3339; absent when missing or not understood. */
  date: z.iso.datetime().optional(),
  /** As given by the source, on its own scale. */
  rating: z.number().optional(),
  /** Of a text that is surely not English: ISO 639-3, or `und` when nobody knows which. Such texts are kept apart and not analysed. */
  language: z.string().max(8).optional(),
  /** What the file says of its writer or place in a few words, by the column's name (`{"plan": ["pro"]}`); absent without any. Names no person. */
  attributes: z.record(z.string().max(maxAttributeLength), z.array(z.string().max(maxAttributeLength)).max(maxAttributeValues)).optional(),
  /** The file's name. */
  source: z.string(),
  /** 1-based number of the data row in that file; the header is not counted. */
  row: z.int().min(1),
  /** Where exactly it came from: digest of the source's name and its own id of the row (or the row number). */
  provenance: z.string(),
  /** Salted hash of the conversation that it belongs to, 16 hexadecimal digits; absent when the file names none. */
  thread: z.string().optional(),
  /**
   * How often this very text was written, this time included, and by how many people (of those without a name each counts as one). `author`,
   * `date` and where it comes from are those of the row that came first. Absent for a text that was written once.
   */
  occurrences: z.object({ count: z.int().min(2), people: z.int().min(1) }).optional(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const dropReasons = [
  "empty",
  "too-short",
  "duplicate",
  "too-long",
  "deleted",
  "not-parseable",
  /** More cells than columns, or too few to say which is which. */
  "cells-do-not-match",
  /** Bytes that are no text in the encoding of the file. */
  "encoding",
  "over-limit",
  "not-evidence",
] as const;
export type DropReason = (typeof dropReasons)[number];

/** Encodings that are told by the bytes of a file. `mixed`: each part of the file names its own, as mails do. */
export const detectedEncodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "mixed"] as const;
/** One of these, or the name (WHATWG Encoding Standard, lower case) of the one that the import was told. */
export const encodingSchema = z.string().max(40);

/** How the records of a file are written down. */
export const fileFormats = ["csv", "jsonl", "json", "xml", "mbox"] as const;

/** Sites and programs whose files are known, field by field. */
export const recognisedFormats = [
  "reddit",
  "hacker-news-search",
  "hacker-news-items",
  "app-store-reviews",
  "google-play-reviews",
  "github-issues",
  "stack-exchange",
  "stack-exchange-search",
  "mailbox",
  "feed",
] as const;
export type RecognisedFormat = (typeof recognisedFormats)[number];

/** How many texts, by language: ISO 639-3, or `und`. */
export const languageCountsSchema = z.record(z.string().max(8), z.int().min(1));

export const importReportSchema = z.object({
  fileName: z.string(),
  format: z.enum(fileFormats),
  /** Whose file it is; absent where the columns were found by their names and content. */
  recognised: z.enum(recognisedFormats).optional(),
  encoding: encodingSchema,
  /** Of a CSV file: `,` `;` tab or `|`; absent where each line is one text. */
  delimiter: z.string().optional(),
  /** Lines before the header that were skipped. */
  preambleLines: z.int().min(0),
  /** The columns or keys that were found and the ones that were used. */
  columns: z.object({ found: z.array(z.string()), used: columnMappingSchema }),
  /** Data rows: `read` = `kept` + `copies` + the sum of `droppedBy`. */
  read: z.int().min(0),
  /** Texts that the niche did not have. */
  kept: z.int().min(0),
  /** Rows that say word for word what another one says, by somebody else or at another time: kept as occurrences of that text. Absent without any. */
  copies: z.int().min(1).optional(),
  droppedBy: z.partialRecord(z.enum(dropReasons), z.int().min(0)),
  /** The first of the dropped rows, at most `maxListedDrops`. */
  dropped: z.array(z.object({ row: z.int(), reason: z.enum(dropReasons) })),
  /** How many e-mail addresses and phone numbers were masked. */
  masked: z.int().min(0),
  /** Texts of the file that are surely not English, by language; absent without any, and in reports of before this was looked for. */
  otherLanguages: languageCountsSchema.optional(),
  /**
   * Attributes that were kept: in how many texts, with how many different values, and how often a value was left out because there were fifty
   * already. Absent without any, and in reports of before this was looked for.
   */
  attributes: z
    .array(z.object({ name: z.string(), texts: z.int().min(1), values: z.int().min(1), leftOut: z.int().min(0) }))
    .max(maxAttributes)
    .optional(),
  provenance: z.object({
    bytes: z.int().min(0),
    /** SHA-256 of the file, hexadecimal. */
    sourceDigest: z.string(),
    /** SHA-256 over the ids of the kept rows in canonical order. */
    evidenceDigest: z.string(),
  }),
});
export type ImportReport = z.infer<typeof importReportSchema>;

export const maxListedDrops = 100;

/** The file travels beside it as a stream. */
export const importEvidenceRequestSchema = z.object({
  commandId: z.string().min(1).max(200),
  nicheId: idSchema("niche"),
  fileName: z.string().min(1).max(255),
  mapping: columnMappingSchema.optional(),
  /** What the file is written in, by any name of the WHATWG Encoding Standard; without it the bytes tell. A byte order mark wins. */
  encoding: z.string().min(1).max(40).optional(),
  /** Columns to keep as attributes; none where it is empty, found by their names and content where it is absent. */
  attributes: z.array(z.string().min(1).max(200)).max(maxAttributes).optional(),
});
export type ImportEvidenceRequest = z.input<typeof importEvidenceRequestSchema>;
