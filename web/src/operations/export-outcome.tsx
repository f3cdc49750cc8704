/** The file of an export: what is in it, its digest, and the ways to fetch or delete it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ExportResult } from "../../../contracts/services/database.ts";
import { Button } from "../interface/button.tsx";
import { ConfirmDialog } from "../interface/confirm-dialog.tsx";
import { bytes, count, plural } from "../interface/formats.ts";
import { Failure, Loaded } from "../interface/notice.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { useProvedDownload } from "../session/download.ts";
import { usePermission } from "../session/permission.ts";
import { ownInPerson } from "./demands.ts";
import { deleteExportFile, exportFileQuery, exportPath } from "./maintenance-queries.ts";

type ExportSection = ExportResult["sections"][number];

const columns: Column<ExportSection>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  { header: "Table", cell: ({ table }) => table },
  { header: "Lines", kind: "number", cell: ({ lines }) => count(lines) },
];

export function ExportOutcome({ id, result, succeeded }: { id: string; result: ExportResult; succeeded: boolean }) {
  const permission = usePermission(ownInPerson, "fetch or delete the file");
  return (
    <div className="space-y-3">
      <p>
        {plural(result.lines, "line")}, {bytes(result.bytes)}, with the events up to position {count(result.head)}.
      </p>
      {result.sha256 !== undefined && (
        <p className="text-muted wrap-anywhere">
          SHA-256 <code>{result.sha256}</code>
        </p>
      )}
      {succeeded && (permission.allowed ? <ExportFile id={id} /> : <p className="text-muted">{permission.reason}</p>)}
      <details>
        <summary>Lines by table</summary>
        <div className="mt-2">
          <Table
            caption="Lines of the export by table"
            columns={columns}
            rows={result.sections}
            keyOf={({ service, table }) => `${service} ${table}`}
          />
        </div>
      </details>
    </div>
  );
}

function ExportFile({ id }: { id: string }) {
  const query = useQuery(exportFileQuery(id));
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const downloading = useProvedDownload(exportPath(id), `${id}.ndjson`);
  const told = (there: boolean) => queries.setQueryData(exportFileQuery(id).queryKey, there);
  return (
    <Loaded query={query} what="the file">
      {(there) =>
        there ? (
          <>
            <div className="flex flex-wrap gap-2">
              <Button look="primary" pending={downloading.isPending} onClick={() => downloading.mutate(undefined, { onSuccess: told })}>
                Download
              </Button>
              <Button look="danger" onClick={() => setAsked(true)}>
                Delete the file
              </Button>
            </div>
            {downloading.error !== null && <Failure error={downloading.error} />}
            {asked && <DeleteDialog id={id} onClose={() => setAsked(false)} />}
          </>
        ) : (
          <p className="text-muted">The file was deleted. Start another export when you need one.</p>
        )
      }
    </Loaded>
  );
}

function DeleteDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const queries = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => deleteExportFile(id),
    onSuccess: () => {
      queries.setQueryData(exportFileQuery(id).queryKey, false);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Delete the file of this export?"
      verb="Delete"
      look="danger"
      pending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
    >
      <p>Nobody can download it any more. The record of the export stays.</p>
    </ConfirmDialog>
  );
}
