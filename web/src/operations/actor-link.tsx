/** Leads from an actor's id to the page of what it is. */
import { Link } from "@tanstack/react-router";
import type { TenantActorKind } from "../../../contracts/services/actors.ts";

const look = "text-accent underline-offset-4 hover:underline";

export function ActorLink({ kind, id }: { kind: TenantActorKind; id: string }) {
  return kind === "niche" ? (
    <Link to="/niches/$nicheId" params={{ nicheId: id }} className={look}>
      {id}
    </Link>
  ) : (
    <Link to="/runs/$runId" params={{ runId: id }} className={look}>
      {id}
    </Link>
  );
}
