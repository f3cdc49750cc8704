/** Restores that this installation has seen: the one that made it, when there was one. */
import { useQuery } from "@tanstack/react-query";
import type { Restore } from "../../../../contracts/services/backups.ts";
import { WorkBadge } from "../../interface/badge.tsx";
import { moment, plural } from "../../interface/formats.ts";
import { Section } from "../../interface/page.tsx";
import { WorkProgress } from "../../interface/progress.tsx";
import { isUnderWay } from "../maintenance-queries.ts";
import type { OperatorApi } from "./queries.ts";

/** Nothing where nothing was restored, which is the rule. */
export function RestoreList({ api }: { api: OperatorApi }) {
  const { data } = useQuery(api.restores);
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title="Restores" lead="Nobody may write into the installation while one is under way.">
      <ol className="space-y-3">
        {data.items.map((restore) => (
          <RestoreItem key={restore.id} restore={restore} />
        ))}
      </ol>
    </Section>
  );
}

function RestoreItem({ restore }: { restore: Restore }) {
  const { status, startedAt, message, result } = restore;
  return (
    <li className="space-y-2 rounded-xl border border-line bg-surface p-4 text-sm">
      <p className="flex flex-wrap items-center gap-x-3">
        <span>{moment(startedAt)}</span>
        <WorkBadge status={status} />
        {result && (
          <span>
            from <code>{result.backup}</code>: {plural(result.events, "event")}, {plural(result.actors, "actor")}
          </span>
        )}
      </p>
      {isUnderWay(restore) && <WorkProgress work={restore} label="Restore" />}
      {status === "failed" && message !== undefined && <p className="text-bad">{message}</p>}
    </li>
  );
}
