/** `GET /api/v1/services`: what each service says of itself, and which of them answer. */
import { serviceNames, type ServiceDescription, type ServiceName } from "../../contracts/services/common.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";

/** A service that takes longer counts as unreachable. */
const patienceMs = 2_000;

export type ServiceStatus = { service: ServiceName; reachable: false } | ({ reachable: true } & ServiceDescription);

export async function serviceStatuses(env: GatewayEnv): Promise<ServiceStatus[]> {
  return Promise.all(serviceNames.map(async (service) => (await described(env, service)) ?? { service, reachable: false }));
}

async function described(env: GatewayEnv, service: ServiceName): Promise<ServiceStatus | undefined> {
  const impatience = new AbortController();
  const late = scheduler.wait(patienceMs, { signal: impatience.signal }).then(
    () => undefined,
    () => undefined,
  );
  try {
    const description = await Promise.race([env[bindingOf[service]].describe(), late]);
    return description && { ...description, reachable: true };
  } catch {
    return undefined;
  } finally {
    impatience.abort();
  }
}
