/** Long work on what is stored: verifying, rebuilding, exporting; started here and followed until it is done. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../interface/button.tsx";
import { Empty, Failure, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { useProved } from "../session/identity.tsx";
import { usePermission } from "../session/permission.ts";
import { administerDatabase, ownInPerson } from "./demands.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { MaintenanceItem } from "./maintenance-item.tsx";
import { maintenancesQuery, startExport, startVerification } from "./maintenance-queries.ts";
import { Projections } from "./projections.tsx";

export function Maintenance() {
  return (
    <>
      <Projections />
      <LongWork />
    </>
  );
}

function LongWork() {
  const query = useInfiniteQuery(maintenancesQuery);
  const mayVerify = usePermission(administerDatabase, "start a verification or a rebuild");
  const mayExport = usePermission(ownInPerson, "export everything");
  const verifying = useStart(startVerification);
  const proved = useProved();
  const exporting = useStart(() => proved(startExport));
  return (
    <Section
      title="Long work"
      lead="A verification replays your organisation's events and compares the result with every row. An export is one file with all events and rows of your organisation. One piece is done after the other."
      actions={
        <div className="flex flex-wrap gap-2">
          {mayVerify.allowed && (
            <Button look="primary" pending={verifying.isPending} onClick={() => verifying.mutate()}>
              Verify all tables
            </Button>
          )}
          {mayExport.allowed && (
            <Button pending={exporting.isPending} onClick={() => exporting.mutate()}>
              Export everything
            </Button>
          )}
        </div>
      }
    >
      {[mayVerify, mayExport].slice(mayVerify.allowed ? 1 : 0, mayVerify.allowed ? 2 : 1).map(
        (permission) =>
          !permission.allowed && (
            <p key={permission.reason} className="text-sm text-muted">
              {permission.reason}
            </p>
          ),
      )}
      {[verifying.error, exporting.error].map((error, index) => error !== null && <Failure key={index} error={error} />)}
      <Loaded query={query} what="the work">
        {({ pages }) => {
          const works = pages.flatMap(({ items }) => items);
          return works.length === 0 ? (
            <Empty title="Nothing was verified, rebuilt or exported yet" />
          ) : (
            <ol className="space-y-3">
              {works.map((work, index) => (
                <MaintenanceItem key={work.id} listed={work} open={index === 0} />
              ))}
            </ol>
          );
        }}
      </Loaded>
      <ShowMore query={query} what="work" />
      {mayExport.allowed && <Erasing />}
    </Section>
  );
}

function Erasing() {
  const [asked, setAsked] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="max-w-prose text-sm text-muted">
        An owner can erase the organisation with everything in it. What was erased is certified here. Export first what you want to keep.
      </p>
      <Button look="danger" onClick={() => setAsked(true)}>
        Erase the organisation
      </Button>
      {asked && <EraseDialog onClose={() => setAsked(false)} />}
    </div>
  );
}

function useStart(start: () => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: start, onSuccess: () => queries.invalidateQueries({ queryKey: maintenancesQuery.queryKey }) });
}
