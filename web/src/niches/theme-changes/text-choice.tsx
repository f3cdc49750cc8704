/** Texts of a theme to choose from, a batch at a time. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { maxOverrideTexts, type ThemeSummary } from "../../../../contracts/services/niche-analysis.ts";
import { Button } from "../../interface/button.tsx";
import { count, plural } from "../../interface/formats.ts";
import { Loaded } from "../../interface/notice.tsx";
import { evidenceQuery, themesQuery } from "../queries.ts";

interface TextChoiceProps {
  nicheId: string;
  theme: ThemeSummary;
  legend: string;
  chosen: readonly string[];
  onChoose: (ids: string[]) => void;
}

export function TextChoice({ nicheId, theme, legend, chosen, onChoose }: TextChoiceProps) {
  const themes = useQuery(themesQuery(nicheId));
  const ids = themes.data?.find(({ id }) => id === theme.id)?.evidenceIds ?? [];
  const texts = useInfiniteQuery(evidenceQuery(nicheId, ids));
  const full = chosen.length >= maxOverrideTexts;
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{legend}</legend>
      <p className="text-sm text-muted" aria-live="polite">
        {plural(chosen.length, "text")} chosen{full && `; ${maxOverrideTexts} are the most at a time`}
      </p>
      <Loaded query={texts} what="the texts of the theme">
        {({ pages }) => (
          <div
            className="max-h-72 space-y-1 overflow-y-auto rounded-lg border border-line p-3"
            tabIndex={0}
            role="group"
            aria-label={legend}
          >
            {pages.flat().map(({ id, text }) => (
              <label key={id} className="flex items-start gap-2 py-1 text-sm">
                <input
                  type="checkbox"
                  className="mt-0.5 size-4 shrink-0 accent-accent"
                  checked={chosen.includes(id)}
                  disabled={full && !chosen.includes(id)}
                  onChange={(event) => onChoose(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
                />
                <span className="line-clamp-3 wrap-anywhere">{text}</span>
              </label>
            ))}
            {texts.hasNextPage && (
              <Button pending={texts.isFetchingNextPage} onClick={() => void texts.fetchNextPage()}>
                Show more ({count(pages.flat().length)} of {count(ids.length)})
              </Button>
            )}
          </div>
        )}
      </Loaded>
    </fieldset>
  );
}
