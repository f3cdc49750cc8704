/** On the page of a niche: what its market comes to, which tables say so, and the way to all of it. */
import type { ReactNode } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { formatWholeMoney } from "../../../../contracts/money.ts";
import type { MarketFigures, NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { buttonClass } from "../../interface/button.tsx";
import { count, percent, plural, range } from "../../interface/formats.ts";
import { Card, Section } from "../../interface/page.tsx";
import { EvidenceButton } from "../evidence-button.tsx";
import { concentrationInWords, contentWords, kindWords } from "./market-words.ts";
import { figuresQuery } from "./queries.ts";

export function MarketSummary({ niche }: { niche: NicheDetail }) {
  const { id, version, marketTables = [], marketSize } = niche;
  const figures = useQuery({ ...figuresQuery(id, version), enabled: marketTables.length > 0 });
  return (
    <Section title="Market">
      <Card className="flex flex-wrap items-center justify-between gap-4">
        <ul className="min-w-0 space-y-1 text-sm">
          {marketTables.length === 0 && !marketSize && (
            <li className="max-w-prose text-muted">
              Bring keywords, competitors or a survey: demand by search, concentration, prices and white space, problems that nobody solves.
            </li>
          )}
          {figures.data && figureLines(id, figures.data).map(({ key, line }) => <li key={key}>{line}</li>)}
          {marketSize && (
            <li>
              Can be won: {amount(marketSize.size.obtainable.p50)} a year, eight times in ten between{" "}
              {amount(marketSize.size.obtainable.p10)} and {amount(marketSize.size.obtainable.p90)}{" "}
              <span className="text-muted">(by what you stated)</span>
            </li>
          )}
          {marketTables.map((table) => (
            <li key={table.id} className="text-muted wrap-anywhere">
              {kindWords[table.kind]}: {contentWords(table)} ({table.fileName})
            </li>
          ))}
        </ul>
        <Link to="/niches/$nicheId/market" params={{ nicheId: id }} className={buttonClass("secondary", "on-screen")}>
          Open the market
        </Link>
      </Card>
    </Section>
  );

  function amount(minor: number): string {
    return formatWholeMoney({ minor, currency: marketSize?.size.currency ?? "USD" });
  }
}

function figureLines(nicheId: string, { competition, underserved, survey, keywords }: MarketFigures): { key: string; line: ReactNode }[] {
  const worst = underserved?.themes.filter((theme) => theme.underserved) ?? [];
  const everybody = survey?.segments[0];
  const [first] = everybody?.outcomes ?? [];
  const { volume, difficulty } = keywords ?? {};
  return [
    ...(competition?.concentration ? [{ key: "concentration", line: concentrationInWords(competition.concentration) }] : []),
    ...worst.map(({ themeId, theme, cells }) => ({
      key: themeId,
      line: (
        <>
          Underserved: {theme}{" "}
          <EvidenceButton
            nicheId={nicheId}
            ids={[...new Set(cells.flatMap(({ evidenceIds }) => evidenceIds))]}
            about={`${theme}, underserved`}
          />
        </>
      ),
    })),
    ...(first
      ? [
          {
            key: "survey",
            line: `First in the survey: ${first.outcome}, ${first.score.toFixed(1)} of 20 (${range(first.low, first.high, (value) => value.toFixed(1))}; ${plural(first.n, "respondent")}), the first in ${percent(first.first)}.`,
          },
        ]
      : []),
    ...(volume
      ? [
          {
            key: "volume",
            line: `Searches: ${count(volume.value)} a month (${range(volume.low, volume.high ?? volume.value, count)}; ${plural(volume.n, "keyword")}).`,
          },
        ]
      : []),
    ...(difficulty
      ? [
          {
            key: "difficulty",
            line: `Difficulty of the middle keyword: ${Math.round(difficulty.value)} of 100 (${range(Math.round(difficulty.low), Math.round(difficulty.high ?? 100), count)}; ${plural(difficulty.n, "keyword")}).`,
          },
        ]
      : []),
  ];
}
