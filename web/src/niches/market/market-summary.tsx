/** On the page of a niche: which tables of its market there are, and the way to what they say. */
import { Link } from "@tanstack/react-router";
import { formatMoney } from "../../../../contracts/money.ts";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { buttonClass } from "../../interface/button.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { contentWords, kindWords } from "./market-words.ts";

export function MarketSummary({ niche: { id, marketTables = [], marketSize } }: { niche: NicheDetail }) {
  return (
    <Section title="Market">
      <Card className="flex flex-wrap items-center justify-between gap-4">
        <ul className="min-w-0 space-y-1 text-sm">
          {marketTables.length === 0 && !marketSize && (
            <li className="max-w-prose text-muted">
              Bring keywords, competitors or a survey: demand by search, concentration, prices and white space, problems that nobody solves.
            </li>
          )}
          {marketTables.map((table) => (
            <li key={table.id} className="wrap-anywhere">
              {kindWords[table.kind]}: {contentWords(table)} <span className="text-muted">({table.fileName})</span>
            </li>
          ))}
          {marketSize && (
            <li>
              Can be won: {amount(marketSize.size.obtainable.p50)} a year, eight times in ten between{" "}
              {amount(marketSize.size.obtainable.p10)} and {amount(marketSize.size.obtainable.p90)}{" "}
              <span className="text-muted">(by what you stated)</span>
            </li>
          )}
        </ul>
        <Link to="/niches/$nicheId/market" params={{ nicheId: id }} className={buttonClass("secondary", "on-screen")}>
          Open the market
        </Link>
      </Card>
    </Section>
  );

  function amount(minor: number): string {
    return formatMoney({ minor: Math.round(minor), currency: marketSize?.size.currency ?? "USD" }).replace(/\.\d\d$/, "");
  }
}
