/** What kind of evidence stands behind an opportunity: asked people, or read texts. Different in word, shape and colour, so that nobody takes one for the other. */
import type { EvidenceGrade } from "../../../contracts/services/niche-analysis.ts";

const looks: Record<EvidenceGrade, { word: string; meaning: string; look: string }> = {
  survey: {
    word: "Survey",
    meaning: "People were asked how important it is to them and how satisfied they are.",
    look: "rounded-full bg-good-soft text-good",
  },
  "text-proxy": {
    word: "From texts",
    meaning: "A guess from what people wrote: nobody was asked. It orders the themes of one niche and is not comparable with a survey.",
    look: "rounded border border-dashed border-warn text-warn",
  },
};

export function EvidenceGradeBadge({ grade }: { grade: EvidenceGrade }) {
  const { word, meaning, look } = looks[grade];
  return (
    <span title={meaning} className={`inline-block px-2 py-0.5 text-xs font-medium whitespace-nowrap ${look}`}>
      {word}
      <span className="sr-only">: {meaning}</span>
    </span>
  );
}
