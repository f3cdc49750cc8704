/** Whether more and more people write about a niche: counts by month, their trend with its interval, and the latest quarter. */
import type { Demand, NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { MonthChart } from "../interface/charts/month-chart.tsx";
import { count, plural } from "../interface/formats.ts";
import { Empty } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { countedNames } from "./counted-words.ts";
import { DemandBadge } from "./demand-badge.tsx";
import {
  absentInWords,
  changeInWords,
  forecastInWords,
  growthInWords,
  seasonInWords,
  trendInWords,
  velocityInWords,
  whyUnknown,
} from "./demand-words.ts";
import { MonthTextsButton } from "./month-texts.tsx";
import { SampleButton } from "./sample/sample-button.tsx";
import { ThemesOverTime } from "./themes-over-time.tsx";

export function DemandPanel({ niche }: { niche: NicheDetail }) {
  const { demand } = niche;
  return (
    <Section title="Demand" lead="Whether it is written about more often as time goes on. What is written is no measure of what is bought.">
      {demand ? (
        <>
          <NicheDemand niche={niche} demand={demand} />
          <ThemesOverTime nicheId={niche.id} themes={niche.themes} />
        </>
      ) : (
        <Empty title="Not counted yet">
          <p>{niche.themeCount > 0 ? "Analyse again to count the texts by month." : "Import evidence with dates and press “Analyse”."}</p>
        </Empty>
      )}
    </Section>
  );
}

function NicheDemand({ niche, demand }: { niche: NicheDetail; demand: Demand }) {
  const { trend, velocity, from, counts, unit, undated, outside } = demand;
  if (!trend || from === undefined)
    return (
      <Empty title={demand.class === "too-few" ? "Too few dated texts" : "Too few months"}>
        <p>{whyUnknown(demand)}</p>
        <SampleButton look="quiet">See demand in the sample</SampleButton>
        {velocity && <p>{velocityInWords(velocity)}</p>}
        {from !== undefined && (
          <MonthTextsButton nicheId={niche.id} from={from} counts={counts} unit={unit} about={`demand of ${niche.name}`} />
        )}
      </Empty>
    );
  const said = trendInWords(demand.class, trend, countedNames[unit]);
  const more = [growthInWords(demand), changeInWords(demand), seasonInWords(demand), forecastInWords(demand), ...absentInWords(demand)];
  const methods = [trend, velocity, demand.growth, demand.changePoint, demand.season].flatMap((one) => (one ? [one.method] : []));
  return (
    <Card className="space-y-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <DemandBadge kind={demand.class} />
        <span className="max-w-prose text-sm">{said}</span>
      </p>
      <MonthChart
        title="Demand"
        from={from}
        counts={counts}
        trend={demand.class === "no-trend" ? undefined : trend}
        ahead={demand.forecast}
        changed={demand.changePoint?.changed === true ? demand.changePoint.month : undefined}
        unit={countedNames[unit]}
        label={`${countedNames[unit]} a month over ${plural(counts.length, "month")}. ${said}`}
      />
      <MonthTextsButton nicheId={niche.id} from={from} counts={counts} unit={unit} about={`demand of ${niche.name}`} />
      {velocity && <p className="max-w-prose text-sm">{velocityInWords(velocity)}</p>}
      <ul className="max-w-prose space-y-1 text-sm">{more.flatMap((line) => (line === undefined ? [] : [<li key={line}>{line}</li>]))}</ul>
      <p className="max-w-prose text-xs text-muted">
        {methods.join(". ")}. {count(demand.n)} {unit} counted{demand.texts !== undefined && ` in ${plural(demand.texts, "text")}`};{" "}
        {plural(undated, "text")} without a date and {count(outside)} outside the whole months are not.
        {demand.assumptions && ` Assumed: ${demand.assumptions.join("; ")}.`}
      </p>
    </Card>
  );
}

/** One line for a theme; nothing where too little is known to speak of. */
export function ThemeDemand({ demand }: { demand: Demand | undefined }) {
  if (!demand?.trend) return null;
  const { trend, velocity } = demand;
  return (
    <p>
      {trendInWords(demand.class, trend, countedNames[demand.unit])} {velocity && velocityInWords(velocity)}
    </p>
  );
}
