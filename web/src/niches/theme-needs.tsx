/** What the texts of a theme ask for beyond complaining, each kind with its share, a sentence that says it, and the texts that do. */
import { needWords, type Need, type ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { count, percent, range } from "../interface/formats.ts";
import { countedInWords, type Counted } from "./counted-words.ts";
import { ThemeTextsButton } from "./theme-texts.tsx";

interface ThemeNeedsProps {
  nicheId: string;
  theme: ThemeSummary;
  unit: Counted;
}

/** Nothing where nobody asks for anything. */
export function ThemeNeeds({ nicheId, theme, unit }: ThemeNeedsProps) {
  if (theme.needs === undefined || theme.needs.length === 0) return null;
  return (
    <ul aria-label={`What people ask for in ${theme.label}`} className="mt-2 space-y-1 text-sm">
      {theme.needs.map((need) => (
        <NeedLine key={need.kind} nicheId={nicheId} theme={theme} unit={unit} need={need} />
      ))}
    </ul>
  );
}

function NeedLine({ nicheId, theme, unit, need: { kind, share, quotes } }: ThemeNeedsProps & { need: Need }) {
  return (
    <li>
      {percent(share.value)} {needWords[kind]}{" "}
      <span className="text-xs text-muted">
        (95 % interval {range(share.low, share.high, percent)}; {count(share.count)} of {countedInWords(share.n, unit)})
      </span>{" "}
      <ThemeTextsButton
        nicheId={nicheId}
        theme={theme}
        placesIn={({ needs = [] }) => needs.find((one) => one.kind === kind)?.places}
        quotes={quotes}
        about={`of ${theme.label}, ${percent(share.value)} ${needWords[kind]}`}
      >
        Read them
      </ThemeTextsButton>
      {quotes.slice(0, 1).map(({ evidenceId, text, start }) => (
        <q key={`${evidenceId} ${start}`} className="block text-xs wrap-anywhere text-muted">
          {text}
          <span className="hidden print:inline"> {evidenceId}</span>
        </q>
      ))}
    </li>
  );
}
