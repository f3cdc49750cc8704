/** The contracts of all services, asked for when somebody wants the document, and kept for a minute. */
import { serviceNames, type ServiceContract, type ServiceName } from "../../contracts/services/common.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import { version } from "../kit/version.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { ownContract } from "./own-contract.ts";
import { mergeContracts, type OpenApiDocument } from "./openapi.ts";

/** A service may be deployed anew while this isolate lives. */
const keptMs = 60_000;

let kept: { until: number; document: OpenApiDocument } | undefined;

/** The document; `unavailable` while a service cannot be asked. */
export async function openApiDocument(env: GatewayEnv, now: number): Promise<Result<OpenApiDocument>> {
  if (kept && now < kept.until) return ok(kept.document);
  const contracts = await Promise.all(serviceNames.map((service) => contractOf(env, service)));
  const missing = serviceNames.filter((_, index) => contracts[index] === undefined);
  if (missing.length > 0) return err("unavailable", `Not answering now: ${missing.join(", ")}. Try again.`, { retryAfter: 1 });
  const merged = mergeContracts([["gateway", ownContract()], ...contracts.filter((contract) => contract !== undefined)], version);
  if (merged.ok) kept = { until: now + keptMs, document: merged.value };
  return merged;
}

async function contractOf(env: GatewayEnv, service: ServiceName): Promise<readonly [ServiceName, ServiceContract] | undefined> {
  try {
    return [service, await env[bindingOf[service]].contract()];
  } catch (cause) {
    log("error", { service, message: String(cause) });
    return undefined;
  }
}
