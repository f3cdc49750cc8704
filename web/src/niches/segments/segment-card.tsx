/** One group of people: how many, and what they write about more, less or most. */
import type { Segment, SegmentTheme } from "../../../../contracts/services/niche-analysis.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { IntervalBar } from "../../interface/charts/interval-bar.tsx";
import { count, percent, plural, range } from "../../interface/formats.ts";
import { countedInWords, type Counted } from "../counted-words.ts";
import { EvidenceButton } from "../evidence-button.tsx";
import { kindWords, liftInWords, sharesInWords, surenessInWords } from "./segment-words.ts";

interface SegmentCardProps {
  segment: Segment;
  nicheId: string;
  unit: Counted;
}

export function SegmentCard({ segment: { label, kind, share, texts, themes }, nicheId, unit }: SegmentCardProps) {
  const different = themes.filter(({ difference }) => difference !== "same");
  const shown = different.length > 0 ? different : themes.slice(0, 3);
  return (
    <li className="rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold wrap-anywhere">{kind === "area" ? `Who write about ${label}` : label}</h3>
      <p className="text-xs text-muted">
        {countedInWords(share.count, unit)} of {count(share.n)}, {percent(share.value)} ({range(share.low, share.high, percent)}), with{" "}
        {plural(texts, "text")}; {kindWords[kind]}
      </p>
      <ul className="mt-3 space-y-3">
        {shown.map((theme) => (
          <SegmentThemeLine key={theme.themeId} theme={theme} group={label} nicheId={nicheId} />
        ))}
      </ul>
    </li>
  );
}

const differences: Record<SegmentTheme["difference"], { word: string; tone: Tone }> = {
  more: { word: "more than others", tone: "accent" },
  less: { word: "less than others", tone: "plain" },
  same: { word: "no clear difference", tone: "plain" },
};

function SegmentThemeLine({ theme, group, nicheId }: { theme: SegmentTheme; group: string; nicheId: string }) {
  const { label, share, difference, lift, complaint, evidenceIds, texts } = theme;
  const { word, tone } = differences[difference];
  return (
    <li className="text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium wrap-anywhere">{label}</span>
        <Badge tone={tone}>{word}</Badge>
        <IntervalBar
          className="w-24"
          value={share.value}
          low={share.low}
          high={share.high}
          label={`${group} who write about ${label}: ${percent(share.value)}, 95 % interval ${range(share.low, share.high, percent)}`}
        />
      </p>
      <p className="text-xs text-muted">
        {sharesInWords(theme)}. {liftInWords(lift)}; {surenessInWords(theme)}.
        {complaint &&
          complaint.n > 0 &&
          ` Of those who write about it ${percent(complaint.value)} complain (${range(complaint.low, complaint.high, percent)}; ${count(complaint.count)} of ${count(complaint.n)}).`}{" "}
        <EvidenceButton nicheId={nicheId} ids={evidenceIds} about={`${group} on ${label}`}>
          {texts > evidenceIds.length ? `Read ${evidenceIds.length} of ${count(texts)} texts` : `Read ${plural(texts, "text")}`}
        </EvidenceButton>
      </p>
    </li>
  );
}
