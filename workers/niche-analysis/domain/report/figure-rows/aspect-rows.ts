/** What people praise and complain about: of each aspect of the niche and of each competitor both shares. */
import type { AspectFigures, AspectSide } from "../../../../../contracts/services/niche-market-figures.ts";
import { ofEverybody } from "../market/aspect-content.ts";
import { proportion, type Figure, type Subject } from "./figure.ts";

export function aspectRows({ groups, method, assumptions }: AspectFigures, { id, label }: Pick<Subject, "id" | "label">): Figure[] {
  return groups.flatMap(({ competitor, aspects }) => {
    const about = { about: "market", id: competitor ?? id, label: competitor ?? label };
    const row = (figure: string, { share, evidenceIds, texts }: AspectSide): Figure => ({
      ...about,
      figure,
      ...proportion(share),
      unit: "who name it: people, or texts without an author",
      basis: competitor === undefined ? ofEverybody : `texts that name ${competitor}`,
      method,
      source: "Hu & Liu 2004; Wilson 1927",
      assumptions,
      texts: { ids: evidenceIds, total: texts },
    });
    return aspects.flatMap(({ aspect, complaint, praise }) => [
      row(`complain of the ${aspect}`, complaint),
      row(`praise the ${aspect}`, praise),
    ]);
  });
}
