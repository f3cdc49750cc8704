/** Whether searches grow beyond their season, with what stands behind it. */
import type { KeywordFigures } from "../../../../contracts/services/niche-analysis.ts";
import { searchDemandInWords } from "./search-words.ts";

export function SearchDemand({ months }: { months: NonNullable<KeywordFigures["months"]> }) {
  if (!months.demand) return null;
  return (
    <ul className="max-w-prose list-disc space-y-1 pl-5 text-sm" aria-label="What the months say">
      {searchDemandInWords(months.demand).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
