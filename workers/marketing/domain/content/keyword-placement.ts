/** Where a keyword stands in a page, weighted by how much each place tells a reader and a search engine. */

/** The parts of a page that are looked at. Texts are plain; `headings` and `alts` hold one entry each. */
export interface PageParts {
  title: string;
  meta: string;
  firstParagraph: string;
  headings: readonly string[];
  slug: string;
  alts: readonly string[];
}

/** The predecessor's weights. They express a habit of the trade, not a measured effect. */
const weights: Record<keyof PageParts, number> = { title: 3, meta: 2, firstParagraph: 2, headings: 1.5, slug: 1, alts: 1 };

/** 0 to 100: the weight of the parts that hold `keyword`, of the weight of all. Compared word by word, without case and punctuation. */
export function placementScore(keyword: string, parts: PageParts): number {
  const held = (Object.keys(weights) as (keyof PageParts)[]).filter((part) => holds([parts[part]].flat().join("\n"), keyword));
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return (100 * held.reduce((sum, part) => sum + weights[part], 0)) / total;
}

function holds(text: string, keyword: string): boolean {
  return spaced(keyword).trim() !== "" && spaced(text).includes(spaced(keyword));
}

/** Words in lower case with one space around each, so that `includes` compares whole words. */
function spaced(text: string): string {
  return ` ${
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(" ") ?? ""
  } `;
}

/** Lower-case words joined by hyphens, at most `longest` characters, cut between words. Empty when nothing of `text` is left. */
export function slugOf(text: string, longest = 60): string {
  const words =
    text
      .normalize("NFKD")
      .replace(/\p{M}|['’]/gu, "")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  let slug = "";
  for (const word of words) {
    const next = slug === "" ? word : `${slug}-${word}`;
    if (next.length > longest) break;
    slug = next;
  }
  return slug;
}
