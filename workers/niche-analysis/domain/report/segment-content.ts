/** Who says it, as a list of what could be told from chance. */
import type { Segment, Segments, SegmentTheme } from "../../../../contracts/services/niche-segments.ts";
import type { Block, Inline } from "./blocks.ts";
import { plural, voicesOf, withInterval } from "./figures.ts";
import type { Notes } from "./notes.ts";

/** Nothing where there are no groups to compare. */
export function segmentBlocks({ segments, unit, tests, method, tooSmall }: Segments, notes: Notes): Block[] {
  if (segments.length === 0) return [];
  const told = segments.flatMap((segment) =>
    segment.themes.filter(({ difference }) => difference !== "same").map((theme) => differenceInWords(segment, theme, { unit, notes })),
  );
  return [
    { kind: "heading", level: 2, text: "Who says it" },
    ...(told.length === 0
      ? [{ kind: "paragraph" as const, parts: ["No group could be told from the others, which does not say that there is no difference."] }]
      : [{ kind: "list" as const, items: told }]),
    { kind: "paragraph", parts: [`${plural(tests, "comparison")}; ${plural(tooSmall, "group is", "groups are")} too small. ${method}.`] },
  ];
}

function differenceInWords(
  { id, kind, label, share }: Segment,
  theme: SegmentTheme,
  { unit, notes }: { unit: Segments["unit"]; notes: Notes },
): Inline[] {
  const { themeId, label: about, difference: direction, share: own, others, lift, adjustedP, evidenceIds, texts } = theme;
  const group = kind === "area" ? `who write about ${label}` : label;
  const times =
    lift.value === null
      ? "none of the others"
      : `${lift.value.toFixed(1)} times (${lift.low.toFixed(1)} to ${lift.high === null ? "no bound" : lift.high.toFixed(1)})`;
  const p = adjustedP < 0.001 ? "below 0.001" : adjustedP.toFixed(3);
  return [
    { strong: group },
    ` (${share.count} of ${voicesOf(share.n, unit)}) write ${direction} about `,
    { strong: about },
    `: ${withInterval(own)}, others ${withInterval(others)}; ${times}, adjusted p ${p}`,
    notes.claim(`segment ${id} ${themeId}`, `${group} on ${about}: ${plural(texts, "text")}`, evidenceIds, texts),
  ];
}
