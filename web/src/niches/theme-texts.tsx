/** Opens the texts of a theme that a count stands for: those that complain, those that ask for something. */
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Quote, Theme, ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Dialog } from "../interface/dialog.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { themesQuery } from "./queries.ts";

interface ThemeTextsProps {
  nicheId: string;
  theme: ThemeSummary;
  /** Places of the texts among those of the theme; undefined where the analysis did not keep them. */
  placesIn: (theme: Theme) => readonly number[] | undefined;
  quotes: readonly Quote[];
  /** What the texts are for, read out and shown above them. */
  about: string;
  look?: string;
  children: string;
}

const smallLook = "text-xs font-medium text-accent underline-offset-4 hover:underline";

export function ThemeTextsButton({ nicheId, theme, placesIn, quotes, about, look = smallLook, children }: ThemeTextsProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" aria-label={`${children}: ${about}`} onClick={() => setOpen(true)} className={look}>
        {children}
      </button>
      {open && (
        <Dialog title="Evidence" wide onClose={() => setOpen(false)}>
          <p className="mb-3 text-sm text-muted wrap-anywhere">What people wrote that stands behind: {about}</p>
          <Texts nicheId={nicheId} theme={theme} placesIn={placesIn} quotes={quotes} />
        </Dialog>
      )}
    </>
  );
}

function Texts({ nicheId, theme, placesIn, quotes }: Pick<ThemeTextsProps, "nicheId" | "theme" | "placesIn" | "quotes">) {
  const query = useQuery(themesQuery(nicheId));
  const quoted = [...new Set(quotes.map(({ evidenceId }) => evidenceId))];
  return (
    <Loaded query={query} what="the texts of the theme">
      {(themes) => {
        const full = themes.find(({ id }) => id === theme.id);
        const places = full && placesIn(full);
        if (!places && quoted.length === 0)
          return (
            <Empty title="Not kept yet">
              <p>This analysis did not keep which texts these are. Analyse again, or read all texts of the theme.</p>
            </Empty>
          );
        const ids = (places ?? []).flatMap((place) => full?.evidenceIds[place] ?? []);
        return <EvidenceList nicheId={nicheId} ids={[...quoted, ...ids.filter((id) => !quoted.includes(id))]} quotes={quotes} />;
      }}
    </Loaded>
  );
}
