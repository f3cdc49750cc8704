/** Every theme by month, side by side: which ones people write about more and more. */
import { useState } from "react";
import type { ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { MonthChart } from "../interface/charts/month-chart.tsx";
import { plural } from "../interface/formats.ts";
import { countedNames } from "./counted-words.ts";
import { DemandBadge } from "./demand-badge.tsx";
import { changeInWords, trendInWords } from "./demand-words.ts";
import { MonthTextsButton } from "./month-texts.tsx";
import { themeAnchor } from "./theme-anchor.ts";
import { datedThemes } from "./theme-order.ts";

/** Shown before somebody asks for more. */
const first = 6;

export function ThemesOverTime({ nicheId, themes }: { nicheId: string; themes: readonly ThemeSummary[] }) {
  const [all, setAll] = useState(false);
  const dated = datedThemes(themes);
  if (dated.length === 0) return null;
  const shown = all ? dated : dated.slice(0, first);
  return (
    <div className="mt-4 space-y-3">
      <h3 className="font-semibold">Themes over time</h3>
      <p className="max-w-prose text-sm text-muted">
        Rising ones first, then falling ones. {plural(themes.length - dated.length, "theme")} with too few dated texts or months{" "}
        {themes.length - dated.length === 1 ? "is" : "are"} not drawn.
      </p>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {shown.map(({ id, label, demand, trend, from }) => {
          const words = trendInWords(demand.class, trend, countedNames[demand.unit]);
          return (
            <li key={id} className="min-w-0 rounded-xl border border-line bg-surface p-3">
              <p className="flex flex-wrap items-baseline justify-between gap-x-2 text-sm">
                <a href={`#${themeAnchor(id)}`} className="inline-block min-h-6 font-medium text-accent underline-offset-4 hover:underline">
                  {label}
                </a>
                <DemandBadge kind={demand.class} />
              </p>
              <MonthChart
                small
                title={label}
                from={from}
                counts={demand.counts}
                trend={demand.class === "no-trend" ? undefined : trend}
                changed={demand.changePoint?.changed === true ? demand.changePoint.month : undefined}
                unit={countedNames[demand.unit]}
                label={words}
              />
              <p className="mt-1 text-xs text-muted">
                {words} {demand.changePoint?.changed === true && changeInWords(demand)}
              </p>
              <MonthTextsButton
                nicheId={nicheId}
                themeId={id}
                from={from}
                counts={demand.counts}
                unit={demand.unit}
                about={`demand for ${label}`}
              />
            </li>
          );
        })}
      </ul>
      {dated.length > first && (
        <Button className="on-screen" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? "Show fewer" : `Show all ${dated.length} themes`}
        </Button>
      )}
    </div>
  );
}
