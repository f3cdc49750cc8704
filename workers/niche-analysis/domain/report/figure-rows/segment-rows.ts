/** Groups of people against everybody else. */
import type { Segments } from "../../../../../contracts/services/niche-segments.ts";
import { proportion, type Figure } from "./figure.ts";

const noCause = "what goes together is no cause";

export function segmentRows({ segments, unit: counted, method }: Segments): Figure[] {
  const [unit, known] =
    counted === "authors" ? ["people", "of the people of whom it is known"] : ["texts", "of the texts of which it is known"];
  return segments.flatMap(({ id, label, share, themes }) => {
    const about = { about: "segment", id, label };
    return [
      { ...about, figure: unit, ...proportion(share), unit, assumptions: [known] },
      ...themes.flatMap((theme): Figure[] => {
        const { themeId, label: of, share: own, others, lift, p, adjustedP, difference, evidenceIds, texts: total } = theme;
        const texts = { ids: evidenceIds, total };
        const common = { ...about, unit, assumptions: [known, noCause] };
        return [
          { ...common, figure: `share in ${themeId} (${of})`, ...proportion(own), basis: difference, texts },
          { ...common, figure: `others' share in ${themeId} (${of})`, ...proportion(others) },
          {
            ...common,
            figure: `lift in ${themeId} (${of})`,
            value: lift.value ?? "none of the others",
            low: lift.low,
            high: lift.high ?? undefined,
            level: 0.95,
            n: own.n + others.n,
            unit: "ratio",
            basis: difference,
            method: `${method}; p ${p}, adjusted ${adjustedP}`,
            source: "Katz et al. 1978; Fisher 1935; Benjamini & Hochberg 1995",
            texts,
          },
        ];
      }),
    ];
  });
}
