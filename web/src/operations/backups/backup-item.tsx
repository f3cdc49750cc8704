/** One backup: how far it is, how large, whether it was verified, its digest; and the ways to fetch or delete it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Backup, BackupResult } from "../../../../contracts/services/backups.ts";
import { Badge, WorkBadge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { bytes, count, duration, moment, plural } from "../../interface/formats.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { WorkProgress } from "../../interface/progress.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { isUnderWay } from "../maintenance-queries.ts";
import type { OperatorApi } from "./queries.ts";
import { save } from "./saving.ts";

/** A page holds a whole file in memory before it is saved; a larger one is a matter for the command. */
const mostBytesToDownload = 200_000_000;

export function BackupItem({ backup, api }: { backup: Backup; api: OperatorApi }) {
  const { id, status, startedAt, finishedAt, message, result } = backup;
  const underWay = isUnderWay(backup);
  return (
    <li className="space-y-2 rounded-xl border border-line bg-surface p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">
          Backup <code>{id}</code>
        </h3>
        <p className="flex flex-wrap items-center gap-x-3 text-muted">
          <span>{moment(startedAt)}</span>
          {finishedAt !== undefined && <span>took {duration(Date.parse(finishedAt) - Date.parse(startedAt))}</span>}
          {result?.verifiedAt !== undefined && <Badge tone="good">verified</Badge>}
          <WorkBadge status={status} />
        </p>
      </div>
      {underWay && <WorkProgress work={backup} label="Backup" />}
      {status === "failed" && message !== undefined && <p className="text-bad">{message}</p>}
      {result && <Contents result={result} />}
      {!underWay && <BackupActions backup={backup} api={api} />}
    </li>
  );
}

function Contents({ result }: { result: BackupResult }) {
  return (
    <>
      <p>
        {bytes(result.bytes)} in {plural(result.parts, "part")}: {plural(result.events, "event")}, {plural(result.actors, "actor")},{" "}
        {plural(result.tables.length, "table")}, {plural(result.segments, "piece")} of the archive.
      </p>
      {result.sha256 !== undefined && (
        <p className="text-muted wrap-anywhere">
          SHA-256 of the manifest, which has that of every part: <code>{result.sha256}</code>
        </p>
      )}
      <details>
        <summary className="w-fit text-accent underline-offset-4 hover:underline">Rows by table</summary>
        <div className="mt-2">
          <Table
            caption="Rows of the backup by table"
            columns={columns}
            rows={result.tables.filter(({ rows }) => rows > 0)}
            keyOf={({ service, table }) => `${service} ${table}`}
          />
        </div>
      </details>
    </>
  );
}

const columns: Column<BackupResult["tables"][number]>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  { header: "Table", cell: ({ table }) => table },
  { header: "Rows", kind: "number", cell: ({ rows }) => count(rows) },
];

function BackupActions({ backup: { id, status, result }, api }: { backup: Backup; api: OperatorApi }) {
  const [asked, setAsked] = useState(false);
  const queries = useQueryClient();
  const downloading = useMutation({ mutationFn: async () => save(await api.download(id), `${id}.tar`) });
  const deleting = useMutation({
    mutationFn: () => api.remove(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: api.backups.queryKey }),
  });
  const small = (result?.bytes ?? 0) <= mostBytesToDownload;
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {status === "succeeded" && small && (
          <Button pending={downloading.isPending} onClick={() => downloading.mutate()}>
            Download
          </Button>
        )}
        <Button look="danger" onClick={() => setAsked(true)}>
          Delete
        </Button>
      </div>
      {status === "succeeded" && !small && (
        <Remark tone="plain">
          Too large for a browser to fetch: <code>npm run backup -- --url … --out paissive.tar</code> makes one and writes it into a file.
        </Remark>
      )}
      {downloading.error !== null && <Failure error={downloading.error} />}
      {asked && (
        <ConfirmDialog
          title="Delete this backup?"
          verb="Delete"
          look="danger"
          pending={deleting.isPending}
          error={deleting.error}
          onConfirm={() => deleting.mutate()}
          onClose={() => setAsked(false)}
        >
          <p>Nobody can restore it any more, unless it was downloaded.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
