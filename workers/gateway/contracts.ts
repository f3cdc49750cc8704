/** The contracts of all services, asked for when somebody wants the document, and kept for a minute. */
import { serviceNames, type ServiceContract, type ServiceName } from "../../contracts/services/common.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import { version } from "../kit/version.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { ownContract } from "./own-contract.ts";
import { mergeContracts, type OpenApiDocument } from "./openapi.ts";
import type { Reach } from "./reach.ts";

/** A service may be deployed anew while this isolate lives. */
const keptMs = 60_000;
const withinMs = 5_000;

let kept: { until: number; document: OpenApiDocument } | undefined;

/** The document, as it was last known while a service cannot be asked; `unavailable` when it was not. */
export async function openApiDocument(env: GatewayEnv, reach: Reach, now: number): Promise<Result<OpenApiDocument>> {
  if (kept && now < kept.until) return ok(kept.document);
  const contracts = await Promise.all(serviceNames.map((service) => contractOf(env, reach, service)));
  const missing = serviceNames.filter((_, index) => contracts[index] === undefined);
  if (missing.length > 0 && kept) return ok(kept.document);
  if (missing.length > 0) return err("unavailable", `Not answering now: ${missing.join(", ")}. Try again.`, { retryAfter: 1 });
  const merged = mergeContracts([["gateway", ownContract()], ...contracts.filter((contract) => contract !== undefined)], version);
  if (merged.ok) kept = { until: now + keptMs, document: merged.value };
  return merged;
}

async function contractOf(
  env: GatewayEnv,
  reach: Reach,
  service: ServiceName,
): Promise<readonly [ServiceName, ServiceContract] | undefined> {
  try {
    const contract = await reach.call(service, withinMs, async () => env[bindingOf[service]].contract());
    return contract.ok ? [service, contract.value] : undefined;
  } catch (cause) {
    log("error", { service, message: String(cause) });
    return undefined;
  }
}
