/** What the texts of a theme ask for beyond complaining, each kind with its share and sentences that say it. */
import { needWords, type Need, type ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { percent, plural, range } from "../interface/formats.ts";

/** Nothing where nobody asks for anything. */
export function ThemeNeeds({ theme }: { theme: ThemeSummary }) {
  if (theme.needs === undefined || theme.needs.length === 0) return null;
  return (
    <ul aria-label={`What people ask for in ${theme.label}`} className="mt-2 space-y-1 text-sm">
      {theme.needs.map((need) => (
        <NeedLine key={need.kind} need={need} />
      ))}
    </ul>
  );
}

function NeedLine({ need: { kind, share, quotes } }: { need: Need }) {
  return (
    <li>
      {percent(share.value)} {needWords[kind]}{" "}
      <span className="text-xs text-muted">
        ({range(share.low, share.high, percent)}; {plural(share.count, "text")})
      </span>
      {quotes.slice(0, 1).map(({ evidenceId, text }) => (
        <q key={evidenceId} className="block text-xs wrap-anywhere text-muted">
          {text}
        </q>
      ))}
    </li>
  );
}
