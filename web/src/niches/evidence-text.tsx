/** One text of the evidence as it was written, with where it comes from. Shown as text and nothing else. */
import type { Evidence, Quote } from "../../../contracts/services/niche-analysis.ts";
import { figure, moment } from "../interface/formats.ts";
import { writtenOften } from "./evidence-words.ts";
import { piecesOf } from "./quoted-text.ts";

export function EvidenceText({ row, quotes = [] }: { row: Evidence; quotes?: readonly Quote[] }) {
  const pieces = piecesOf(
    row.text,
    quotes.filter((quote) => quote.evidenceId === row.id),
  );
  return (
    <article className="rounded-lg border border-line bg-canvas px-4 py-3">
      <blockquote className="max-w-prose text-sm wrap-anywhere whitespace-pre-wrap">
        {pieces.map(({ text, quoted }, index) => (quoted ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>))}
      </blockquote>
      <p className="mt-2 flex flex-wrap gap-x-3 text-xs text-muted">
        <cite className="wrap-anywhere not-italic">
          {row.source}, row {row.row}
        </cite>
        {row.date !== undefined && <span>{moment(row.date)}</span>}
        {row.rating !== undefined && <span>rating {figure(row.rating)}</span>}
        {Object.entries(row.attributes ?? {}).map(([name, values]) => (
          <span key={name} className="wrap-anywhere">
            {name} {values.join(", ")}
          </span>
        ))}
        {row.author !== undefined && <span>author {row.author.slice(0, 8)}</span>}
        {row.occurrences && <span>{writtenOften(row.occurrences)}</span>}
      </p>
    </article>
  );
}
