/** The backups there are, and a button for another one. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../interface/button.tsx";
import { Empty, Failure, Loaded } from "../../interface/notice.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { BackupItem } from "./backup-item.tsx";
import type { OperatorApi } from "./queries.ts";

export function BackupList({ api }: { api: OperatorApi }) {
  const query = useInfiniteQuery(api.backups);
  const queries = useQueryClient();
  const starting = useMutation({ mutationFn: api.start, onSuccess: () => queries.invalidateQueries({ queryKey: api.backups.queryKey }) });
  return (
    <div className="space-y-3">
      <Loaded query={query} what="the backups">
        {({ pages }) => {
          const backups = pages.flatMap(({ items }) => items);
          return (
            <>
              <Button look="primary" pending={starting.isPending} onClick={() => starting.mutate()}>
                Back up now
              </Button>
              {backups.length === 0 ? (
                <Empty title="No backups yet">
                  Keep several, and keep them elsewhere: the bucket of <code>npm start</code> lies inside its state folder.
                </Empty>
              ) : (
                <ol className="space-y-3" aria-label="Backups">
                  {backups.map((backup) => (
                    <BackupItem key={backup.id} backup={backup} api={api} />
                  ))}
                </ol>
              )}
            </>
          );
        }}
      </Loaded>
      {starting.error !== null && <Failure error={starting.error} />}
      <ShowMore query={query} what="backups" />
    </div>
  );
}
