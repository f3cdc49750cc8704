/** Who did what to the organisation's people, keys and doors, and whether the log is whole. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import type { AuditEntry, AuditVerification } from "../../../../contracts/services/audit.ts";
import { Button } from "../../interface/button.tsx";
import { count, instant } from "../../interface/formats.ts";
import { Failure, Loaded, Remark } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { useProvedDownload } from "../../session/download.ts";
import { usePermission } from "../../session/permission.ts";
import { administerOrganisation } from "../demands.ts";
import { actionWords, detailWords } from "./audit-words.ts";
import { auditFile, auditQuery, verifyAuditLog } from "./queries.ts";
import { useActorNames } from "./use-actor-names.ts";

export function AuditLog() {
  const permission = usePermission(administerOrganisation, "read the audit log");
  return permission.allowed ? (
    <Entries />
  ) : (
    <Section title="Audit log">
      <p className="text-sm text-muted">{permission.reason}</p>
    </Section>
  );
}

function Entries() {
  const query = useInfiniteQuery(auditQuery);
  const nameOf = useActorNames();
  const verifying = useMutation({ mutationFn: verifyAuditLog });
  const exporting = useProvedDownload(auditFile, "audit.ndjson");
  const columns: Column<AuditEntry>[] = [
    { header: "Number", kind: "number", cell: ({ sequence }) => count(sequence) },
    { header: "When", className: "whitespace-nowrap", cell: ({ at }) => instant(at) },
    { header: "What", heads: true, className: "min-w-44", cell: ({ action }) => actionWords(action) },
    { header: "Who", className: "wrap-anywhere min-w-40", cell: ({ actor }) => nameOf(actor.kind, actor.id) },
    {
      header: "To what",
      className: "wrap-anywhere min-w-40 text-muted",
      cell: ({ target }) => (target === null ? "–" : nameOf("", target)),
    },
    { header: "Details", className: "min-w-44 text-muted", cell: ({ details }) => detailWords(details) },
  ];
  return (
    <Section
      title="Audit log"
      lead="Who did what to the organisation's people, keys and doors, the newest first. Each entry carries the digest of the one before, so that none can be changed or left out unseen."
      actions={
        <div className="flex flex-wrap gap-2">
          <Button pending={verifying.isPending} onClick={() => verifying.mutate()}>
            Verify the chain
          </Button>
          <Button pending={exporting.isPending} onClick={() => exporting.mutate()}>
            Export
          </Button>
        </div>
      }
    >
      <div aria-live="polite">{verifying.data && <Verified verification={verifying.data} />}</div>
      {verifying.error !== null && <Failure error={verifying.error} />}
      {exporting.error !== null && <Failure error={exporting.error} />}
      <Loaded query={query} what="the audit log">
        {({ pages }) => (
          <Table caption="Audit log" columns={columns} rows={pages.flatMap(({ items }) => items)} keyOf={({ sequence }) => sequence} />
        )}
      </Loaded>
      <ShowMore query={query} what="entries" />
    </Section>
  );
}

function Verified({ verification: { entries, intact, head, broken } }: { verification: AuditVerification }) {
  if (!intact) {
    return (
      <Remark>
        The chain does not hold{broken && ` at entry ${count(broken.sequence)} (${broken.what})`}. Somebody changed what is stored. Export
        the log now, and compare it with an earlier export.
      </Remark>
    );
  }
  return (
    <Remark tone="good">
      All {count(entries)} entries hold together.
      {head && (
        <>
          {" "}
          Keep the digest of entry {count(head.sequence)} elsewhere to prove it later: <code>{head.hash}</code>
        </>
      )}
    </Remark>
  );
}
