/** What the plan of whoever asks allows, and what of it is left. */
import { quotaPolicies, type Limits } from "../../../contracts/services/gateway.ts";
import type { Principal } from "../../../contracts/principal.ts";
import type { Drawn } from "./door.ts";
import { planNameOf, planOf, type LimitSettings } from "./settings.ts";

/** `drawn`: what the request that asks has drawn from. The operator has no plan: nothing of theirs is counted but their address. */
export function limitsOf(settings: LimitSettings, { kind, organisation }: Principal, drawn: Drawn): Limits {
  if (kind === "operator") return { plan: null, quotas: [] };
  const plan = planOf(settings, organisation);
  const quotas = quotaPolicies.map((policy) => {
    const { tokens: requests, seconds } = plan[policy];
    const remaining = drawn.find(({ policy: { name } }) => name === policy)?.remaining;
    return { policy, requests, seconds, ...(remaining === undefined ? {} : { remaining }) };
  });
  return { plan: planNameOf(settings, organisation), quotas };
}
