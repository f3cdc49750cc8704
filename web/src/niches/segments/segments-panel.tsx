/** Who says it: groups of people, and what they write about more or less than others. */
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { NicheDetail, Segment, Segments } from "../../../../contracts/services/niche-analysis.ts";
import { Button } from "../../interface/button.tsx";
import { count, plural } from "../../interface/formats.ts";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { countedInWords, countedNames } from "../counted-words.ts";
import { segmentsQuery } from "../queries.ts";
import { SegmentCard } from "./segment-card.tsx";

/** Shown at first. */
const shownFirst = 6;

export function SegmentsPanel({ niche }: { niche: NicheDetail }) {
  const query = useQuery(segmentsQuery(niche.id));
  return (
    <Section
      title="Who says it"
      lead="Groups of people by what their files say of them and by what they write about, held against everybody else. What goes together is no cause."
    >
      <Loaded query={query} what="the groups of people">
        {(found) => <Found found={found} nicheId={niche.id} />}
      </Loaded>
    </Section>
  );
}

function Found({ found, nicheId }: { found: Segments; nicheId: string }) {
  const [all, setAll] = useState(false);
  const { segments, attributes, people, unit, tests, tooSmall, method } = found;
  const differing = segments.filter(differs);
  const shown = all ? segments : differing.slice(0, shownFirst);
  return (
    <>
      {segments.length === 0 ? (
        <Empty title="No groups to compare">
          <p>
            {attributes.length === 0
              ? "The files say nothing of their writers. Import one with columns such as plan, role or country, then analyse again."
              : `Every group has fewer than ten ${countedNames[unit]}, or fewer than ten others to compare with. Import more texts.`}
          </p>
        </Empty>
      ) : (
        differing.length === 0 && (
          <p className="text-sm text-muted">
            No group could be told from the others. That does not say that there is no difference: small groups hide all but large ones.
          </p>
        )
      )}
      <ul className="grid gap-3 lg:grid-cols-2">
        {shown.map((segment) => (
          <SegmentCard key={segment.id} segment={segment} nicheId={nicheId} unit={unit} />
        ))}
      </ul>
      {shown.length < segments.length && <Button onClick={() => setAll(true)}>Show all {segments.length} groups</Button>}
      <p className="max-w-prose text-xs wrap-anywhere text-muted">
        {countedInWords(people, unit)}
        {attributes.length > 0 && `; known: ${attributes.map(({ name, people: some }) => `${name} of ${count(some)}`).join(", ")}`}.{" "}
        {plural(tests, "comparison")}; {plural(tooSmall, "group is", "groups are")} too small. {method}.
      </p>
    </>
  );
}

function differs({ themes }: Segment): boolean {
  return themes.some(({ difference }) => difference !== "same");
}
