/** A level of a compared niche: what somebody set, else what was read, with what stands behind it. */
import type { FactorName, NicheProfile } from "../../../../contracts/services/niche-analysis.ts";
import { figureInWords, levelsInWords } from "../../../../contracts/services/niche-level-words.ts";
import { title } from "../../interface/formats.ts";
import { EvidenceButton } from "../evidence-button.tsx";
import { TableLink } from "./niche-evidence.tsx";

export function LevelCell({ profile: { nicheId, name: niche, factors, figures }, name }: { profile: NicheProfile; name: FactorName }) {
  const { set, reading } = factors.find((factor) => factor.name === name) ?? {};
  if (set !== undefined) return `${title(set)} (assumed)`;
  if (!reading) return <span className="text-muted">unknown</span>;
  const { concentration } = figures;
  return (
    <>
      {title(levelsInWords(reading))}
      <span className="block text-xs text-muted">{figureInWords(reading)}</span>
      <EvidenceButton
        nicheId={nicheId}
        ids={reading.evidenceIds}
        about={`${reading.figure} of ${niche}`}
        className="block min-h-6 text-xs"
      />
      {concentration && concentration.tableId === reading.tableId && <TableLink nicheId={nicheId} {...concentration} />}
    </>
  );
}
