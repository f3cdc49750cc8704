/** All niches of the organisation, best first, with a choice for comparing. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Button } from "../interface/button.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Card, Page, Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { usePermission } from "../session/permission.ts";
import { CreateNicheDialog } from "./create-niche-dialog.tsx";
import { writeNiches } from "./demands.ts";
import { NicheTable } from "./niche-table.tsx";
import { nicheRows } from "./niche-tree.ts";
import { nichesQuery } from "./queries.ts";
import { SampleButton } from "./sample/sample-button.tsx";
import { SampleOffer } from "./sample/sample-offer.tsx";
import { useSample } from "./sample/use-sample.ts";
import { WeightsButton } from "./weights/weights-button.tsx";

export function NichesPage() {
  const [creating, setCreating] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery(nichesQuery);
  const found = query.data?.pages[0]?.items.length;
  const isEmpty = found === 0;
  const sample = useSample();
  // Its first niche may stand in the list while the others are still to come.
  const isSampling = sample.isPending || sample.error !== null;
  const navigate = useNavigate();
  const permission = usePermission(writeNiches, "make niches, analyse them or weigh their scores");
  const choose = (id: string, on: boolean) =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((one) => one !== id)));
  return (
    <Page
      title="Niches"
      lead="Small markets, scored from what people in them wrote. The bar shows how far each score can be trusted."
      actions={
        <>
          {(found ?? 0) > 0 && !isSampling && <SampleButton />}
          <WeightsButton />
          <Button disabled={chosen.size < 2} onClick={() => void navigate({ to: "/niches/compare", search: { ids: [...chosen] } })}>
            {chosen.size < 2 ? "Compare" : `Compare ${chosen.size}`}
          </Button>
          {permission.allowed && (
            <Button look="primary" onClick={() => setCreating(true)}>
              New niche
            </Button>
          )}
        </>
      }
    >
      {!permission.allowed && <p className="text-sm text-muted">{permission.reason}</p>}
      <Loaded query={query} what="niches">
        {({ pages }) => {
          const niches = pages.flatMap(({ items }) => items);
          if (niches.length === 0) {
            return permission.allowed ? (
              <Empty title="No niches yet">
                <p>Create one, give it a file of reviews, forum threads or support mail, and see what people complain about.</p>
              </Empty>
            ) : (
              <Empty title="No niches yet" />
            );
          }
          return <NicheTable caption="Niches" rows={nicheRows(niches)} chosen={chosen} onChoose={choose} />;
        }}
      </Loaded>
      <ShowMore query={query} what="niches" />
      {permission.allowed && (isEmpty || isSampling) && (
        <Section title="No file at hand?">
          <Card>
            <SampleOffer sample={sample} />
          </Card>
        </Section>
      )}
      {creating && <CreateNicheDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
