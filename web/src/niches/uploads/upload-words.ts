/** What a page says of an upload. */
import { dropReasons, type Upload } from "../../../../contracts/services/niche-analysis.ts";
import { bytes, percent, plural } from "../../interface/formats.ts";
import { reasonTexts } from "../drop-reasons.ts";

/** `sent`: bytes that are gone, those of the part under way included. */
export function sentWords({ bytes: whole }: Pick<Upload, "bytes">, sent: number): string {
  return `${bytes(sent)} of ${bytes(whole)} sent`;
}

/** Of 0 to 1. */
export function shareRead({ bytesRead, bytes: whole }: Pick<Upload, "bytes" | "bytesRead">): number {
  return Math.min(1, bytesRead / whole);
}

/** Of the rows that are kept, those that are evidence already, 0 to 1; undefined before the first are. */
export function shareKept({ keptRows, rows }: Pick<Upload, "keptRows" | "rows">): number | undefined {
  return keptRows === undefined ? undefined : Math.min(1, keptRows / Math.max(1, (rows?.kept ?? 0) + (rows?.copies ?? 0)));
}

export function readWords(upload: Upload): string {
  const { read, kept, copies = 0 } = upload.rows ?? { read: 0, kept: 0 };
  if (read === 0) return "Sent; reading the rows";
  const left = read - kept - copies;
  const copied = copies > 0 ? `, ${plural(copies, "copy", "copies")}` : "";
  const evidence = shareKept(upload);
  const far = evidence === undefined ? `${percent(shareRead(upload))} read` : `All read, ${percent(evidence)} of it evidence`;
  return `${far}: ${plural(read, "row")}, ${plural(kept, "text")} kept${copied}, ${plural(left, "row")} left out`;
}

/** Why rows were left out so far: a line for each reason. */
export function leftOutWords({ rows }: Pick<Upload, "rows">): string[] {
  const counted = rows?.droppedBy ?? {};
  return dropReasons.flatMap((reason) => {
    const many = counted[reason] ?? 0;
    return many === 0 ? [] : [`${plural(many, "row")} ${reasonTexts[reason]}`];
  });
}

/** The first rows that were left out. */
export function firstLeftOut({ rows }: Pick<Upload, "rows">): string {
  return (rows?.dropped ?? []).map(({ row, reason }) => `${row} (${reasonTexts[reason]})`).join(", ");
}
