/** What a format is that pAIssive knows by the site or program that writes it. */
import type { ColumnMapping, RecognisedFormat } from "../../../../../contracts/services/niche-evidence.ts";
import type { AttributeColumn } from "../attributes.ts";
import type { TableRow } from "../table.ts";
import type { Fields } from "./fields.ts";

export interface SourceFormat {
  readonly name: RecognisedFormat;
  /** The fields it reads, as the report names them. */
  readonly used: ColumnMapping & { text: string };
  /** Fields that say something of the writer or the place in a few words; none by default. */
  readonly attributes?: readonly AttributeColumn[];
  /** Whether a record is of this format: by the fields that it alone has. */
  recognises(fields: Fields): boolean;
  /** What several people wrote in one record, each as a record of the format; without it a record is one row. */
  parts?(fields: Fields): readonly Fields[];
  /** Never throws, whatever types the fields have. */
  row(fields: Fields): TableRow;
}

/** A title and what stands below it as one text. */
export function titled(title: string, body: string): string {
  const [head, rest] = [title.trim(), body.trim()];
  if (head === "" || rest === "") return head + rest;
  return `${head}${/[.!?:;…]$/.test(head) ? "" : "."} ${rest}`;
}
