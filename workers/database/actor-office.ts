/** The actors of all services: whoever asks about a kind is answered by the service that owns it. */
import type { ActorOffice, TenantActorKind } from "../../contracts/services/actors.ts";
import { err, type Result } from "../../contracts/result.ts";
import type { PeerServices } from "./domain/peers.ts";
import { answered } from "./work/replaying.ts";

/** Which service owns the actors of a kind, by its binding. */
const owners = { niche: "NICHE_ANALYSIS", "agent-team": "AGENT_TEAMS" } as const satisfies Record<TenantActorKind, keyof PeerServices>;

/** What the owner of `kind` answers; `not_found` for a kind that no service owns, `unavailable` when the owner is away. */
export async function askOwner<Value>(
  services: PeerServices,
  kind: string,
  ask: (office: ActorOffice) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const owner = Object.entries(owners).find(([owned]) => owned === kind)?.[1];
  if (owner === undefined) return err("not_found", `There are no actors of the kind ${kind}.`);
  return answered(() => ask(services[owner]));
}
