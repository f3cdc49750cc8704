/** `GET /api/v1/services`: what the door and each service say of themselves, and which of them answer. */
import { sha256Hex } from "../../contracts/digest.ts";
import { serviceNames, type ServiceDescription, type ServiceName } from "../../contracts/services/common.ts";
import { doorBindings, type DoorHealth, type ServiceStatus } from "../../contracts/services/gateway.ts";
import { version } from "../kit/version.ts";
import { bindingOf, type GatewayEnv, type ServiceBinding } from "./environment.ts";
import { ownContract } from "./own-contract.ts";

/** A service that takes longer counts as unreachable. */
const patienceMs = 2_000;

/** `health`: of the door, which says too what failed several times in a row here. */
export async function serviceStatuses(env: GatewayEnv, health: DoorHealth): Promise<ServiceStatus[]> {
  return Promise.all([doorStatus(env, health), ...serviceNames.map((service) => serviceStatus(env, service, health))]);
}

async function doorStatus({ BUILD_ID: build = "" }: GatewayEnv, { status, degraded = [] }: DoorHealth): Promise<ServiceStatus> {
  return {
    service: "gateway",
    dependencies: [...serviceNames],
    bindings: [...doorBindings],
    version,
    ...(build === "" ? {} : { build }),
    reachable: true,
    contract: await sha256Hex(JSON.stringify(ownContract())),
    reasons: degraded.map(({ reason }) => reason),
    health: status,
  };
}

async function serviceStatus(env: GatewayEnv, service: ServiceName, { degraded = [] }: DoorHealth): Promise<ServiceStatus> {
  const status = await described(env, service);
  if (!status)
    return {
      service,
      reachable: false,
      health: "unreachable",
      reasons: [`It fell over, or did not answer within ${patienceMs / 1_000} s.`],
    };
  const reasons = [...degraded.filter(({ part }) => part === service).map(({ reason }) => reason), ...status.reasons];
  return { ...status, health: reasons.length > 0 ? "degraded" : "ok", reasons };
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
