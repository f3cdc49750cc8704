/** `GET /api/v1/services`: what each service says of itself, and which of them answer. */
import { sha256Hex } from "../../contracts/digest.ts";
import { serviceNames, type ServiceDescription, type ServiceName } from "../../contracts/services/common.ts";
import { bindingOf, type GatewayEnv, type ServiceBinding } from "./environment.ts";
import { leftAloneReason } from "./health.ts";

/** A service that takes longer counts as unreachable. */
const patienceMs = 2_000;

/** `contract`: SHA-256 of the service's part of the OpenAPI document. The same hash, the same API. `reasons`: why it is not `ok`. */
export type ServiceStatus =
  | { service: ServiceName; reachable: false; health: "unreachable"; reasons: string[] }
  | ({ reachable: true; contract: string; health: "ok" | "degraded"; reasons: string[] } & ServiceDescription);

/** `leftAlone`: services that failed several times in a row at this door. */
export async function serviceStatuses(env: GatewayEnv, leftAlone: readonly ServiceName[]): Promise<ServiceStatus[]> {
  return Promise.all(
    serviceNames.map(async (service): Promise<ServiceStatus> => {
      const status = await described(env, service);
      if (!status)
        return {
          service,
          reachable: false,
          health: "unreachable",
          reasons: [`It fell over, or did not answer within ${patienceMs / 1_000} s.`],
        };
      const reasons = [...(leftAlone.includes(service) ? [leftAloneReason] : []), ...status.reasons];
      return { ...status, health: reasons.length > 0 ? "degraded" : "ok", reasons };
    }),
  );
}

type Described = ServiceDescription & { reachable: true; contract: string; reasons: string[] };

async function described(env: GatewayEnv, service: ServiceName): Promise<Described | undefined> {
  const impatience = new AbortController();
  const late = scheduler.wait(patienceMs, { signal: impatience.signal }).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([statusOf(env[bindingOf[service]]), late]);
  } catch {
    return undefined;
  } finally {
    impatience.abort();
  }
}

async function statusOf(service: ServiceBinding): Promise<Described> {
  const [description, contract, { degraded }] = await Promise.all([service.describe(), service.contract(), service.health()]);
  return { ...description, reachable: true, contract: await sha256Hex(JSON.stringify(contract)), reasons: degraded };
}
