/** What became of the rows of a file. */
import { dropReasons, type ImportReport, type RecognisedFormat } from "../../../contracts/services/niche-analysis.ts";
import { bytes, count, plural } from "../interface/formats.ts";
import { reasonTexts } from "./drop-reasons.ts";
import { languageList } from "./language-names.ts";

const sources: Record<RecognisedFormat, string> = {
  reddit: "Reddit",
  "hacker-news-search": "Hacker News search",
  "hacker-news-items": "Hacker News",
  "app-store-reviews": "App Store reviews",
  "google-play-reviews": "Google Play reviews",
  "github-issues": "GitHub issues",
  "stack-exchange": "Stack Exchange",
  "stack-exchange-search": "Stack Exchange search",
  mailbox: "mails",
  feed: "a feed",
};

export function ImportReportView({ report }: { report: ImportReport }) {
  const {
    fileName,
    read,
    kept,
    copies = 0,
    droppedBy,
    dropped,
    masked,
    columns,
    format,
    recognised,
    encoding,
    provenance,
    otherLanguages,
    attributes = [],
  } = report;
  const used = Object.entries(columns.used).filter(([, column]) => column !== undefined);
  const reasons = dropReasons.filter((reason) => (droppedBy[reason] ?? 0) > 0);
  return (
    <section aria-label="Import report" className="rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold wrap-anywhere">Import report: {fileName}</h3>
      <dl className="mt-3 grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Count label="Rows read" value={read} />
        <Count label="Kept" value={kept} />
        {copies > 0 && <Count label="Copies, counted with their text" value={copies} />}
        <Count label="Dropped" value={read - kept - copies} />
        <Count label="Masked contacts" value={masked} />
      </dl>
      {reasons.length > 0 && (
        <>
          <p className="mt-4 text-sm font-medium">Why rows were dropped</p>
          <ul className="mt-1 list-disc pl-5 text-sm">
            {reasons.map((reason) => (
              <li key={reason}>
                {plural(droppedBy[reason] ?? 0, "row")} {reasonTexts[reason]}
              </li>
            ))}
          </ul>
          <details className="mt-2 text-sm">
            <summary className="text-muted">Which rows</summary>
            <p className="mt-1 wrap-anywhere text-muted tabular-nums">
              {dropped.map(({ row, reason }) => `${row} (${reasonTexts[reason]})`).join(", ")}
            </p>
            {dropped.length < read - kept - copies && <p className="text-muted">The first {dropped.length} are listed.</p>}
          </details>
        </>
      )}
      {otherLanguages && <p className="mt-3 text-sm">Not English, so kept apart and not analysed: {languageList(otherLanguages)}.</p>}
      {attributes.length > 0 && (
        <p className="mt-3 text-sm wrap-anywhere">
          Kept of the writers:{" "}
          {attributes
            .map(
              ({ name, texts, values, leftOut }) =>
                `${name} (${plural(texts, "text")}, ${plural(values, "value")}${leftOut > 0 ? `; ${count(leftOut)} more left out` : ""})`,
            )
            .join(", ")}
          .
        </p>
      )}
      <p className="mt-4 text-xs wrap-anywhere text-muted">
        {recognised && `${sources[recognised]}, `}
        {format.toUpperCase()}, {encoding}, {bytes(provenance.bytes)}
        {used.length > 0 && <>; columns: {used.map(([role, column]) => `${role} from “${column}”`).join(", ")}</>}. Digest of the kept texts{" "}
        {provenance.evidenceDigest.slice(0, 16)}.
      </p>
    </section>
  );
}

function Count({ label, value }: { label: string; value: number }) {
  return (
    <div>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-xl font-semibold tabular-nums">{count(value)}</dd>
    </div>
  );
}
