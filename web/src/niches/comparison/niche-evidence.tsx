/** The texts and rows behind a figure of a compared niche. */
import { useState } from "react";
import { Link } from "@tanstack/react-router";
import type { NicheProfile } from "../../../../contracts/services/niche-analysis.ts";
import { useQuery } from "@tanstack/react-query";
import { Dialog } from "../../interface/dialog.tsx";
import { count, plural } from "../../interface/formats.ts";
import { Loaded } from "../../interface/notice.tsx";
import { EvidenceButton } from "../evidence-button.tsx";
import { EvidenceList } from "../evidence-list.tsx";
import { themesQuery } from "../queries.ts";

/** The strongest complaints in the themes of the niche; nothing where none were kept. */
export function SeverityTexts({ profile, about }: { profile: NicheProfile | undefined; about: string }) {
  const evidence = profile?.factors.find((factor) => factor.evidence !== undefined)?.evidence;
  if (!profile || !evidence) return null;
  return (
    <EvidenceButton
      nicheId={profile.nicheId}
      ids={evidence.evidenceIds}
      about={`${about}: the strongest of ${count(evidence.complaints)} complaints`}
      className="block text-xs"
    >
      {plural(evidence.evidenceIds.length, "text")} behind it
    </EvidenceButton>
  );
}

type Theme = NicheProfile["themes"][number];

/** All texts of a theme, those that are quoted for it first. */
export function ThemeTexts({ nicheId, theme }: { nicheId: string; theme: Theme }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className="text-xs text-accent underline-offset-4 hover:underline">
        {plural(theme.size, "text")}
        <span className="sr-only">, evidence for {theme.label}</span>
      </button>
      {open && (
        <Dialog title="Evidence" wide onClose={() => setOpen(false)}>
          <p className="mb-3 text-sm text-muted wrap-anywhere">What people wrote that stands behind: {theme.label}</p>
          <AllTexts nicheId={nicheId} theme={theme} />
        </Dialog>
      )}
    </>
  );
}

function AllTexts({ nicheId, theme: { id, evidenceIds } }: { nicheId: string; theme: Theme }) {
  const query = useQuery(themesQuery(nicheId));
  return (
    <Loaded query={query} what="the texts of the theme">
      {(themes) => {
        const full = themes.find((one) => one.id === id);
        const others = full?.evidenceIds.filter((one) => !evidenceIds.includes(one)) ?? [];
        return <EvidenceList nicheId={nicheId} ids={[...evidenceIds, ...others]} quotes={full?.quotes ?? []} />;
      }}
    </Loaded>
  );
}

/** To the market of the niche, where the table with these rows is shown. */
export function TableLink({ nicheId, fileName, rowCount }: { nicheId: string; fileName: string; rowCount: number }) {
  return (
    <Link
      to="/niches/$nicheId/market"
      params={{ nicheId }}
      className="block min-h-6 text-xs text-accent underline-offset-4 hover:underline wrap-anywhere"
    >
      {plural(rowCount, "row")} of {fileName}
    </Link>
  );
}
