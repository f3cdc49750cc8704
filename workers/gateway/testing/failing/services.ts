/** The gateway's Worker where others fail: what happens is said by the key, the path and the query of each request. */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { Principal } from "../../../../contracts/principal.ts";
import { ok, type Result } from "../../../../contracts/result.ts";
import type { ServiceContract } from "../../../../contracts/services/common.ts";

export { default, Idempotency, RateLimit } from "../../index.ts";

/** A promise of nothing at all would be found out. */
const longMs = 60_000;

/** Vouches for every key as for another program of one organisation; keeps silent on one that says so. */
export class Vouching extends WorkerEntrypoint {
  async principalOfKey(key: string): Promise<Result<Principal>> {
    if (key.startsWith("silent")) await scheduler.wait(longMs);
    return ok({ kind: "api-key", id: `key_${key}`, organisation: "org_1", role: "admin", scopes: ["niches:read"] });
  }

  override async fetch(request: Request): Promise<Response> {
    return carriedOut(request);
  }

  async contract(): Promise<ServiceContract> {
    return { paths: {}, components: {} };
  }
}

/** A service. `?hold=MS`: the answer takes that long; `?fail=STATUS`: it has that one; `?throw`: there is none; `?counts`: what was carried out. */
export class Fallible extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    return carriedOut(request);
  }

  async contract(): Promise<ServiceContract> {
    return { paths: {}, components: {} };
  }
}

/** The same with an operation that its contract describes, for tools. */
export class Described extends Fallible {
  override async contract(): Promise<ServiceContract> {
    const responses = { 200: { description: "What it was asked", content: { "application/json": { schema: { type: "object" } } } } };
    return { paths: { "/api/v1/prices": { get: { operationId: "echo", responses } } }, components: {} };
  }
}

/** How often each idempotency key was carried out. */
const counted = new Map<string, number>();

async function carriedOut(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("counts")) return Response.json(Object.fromEntries(counted));
  await request.arrayBuffer();
  const key = request.headers.get("idempotency-key");
  if (key !== null) counted.set(key, (counted.get(key) ?? 0) + 1);
  await scheduler.wait(Number(searchParams.get("hold") ?? 0));
  if (searchParams.has("throw")) throw new Error("the service fell over");
  const status = Number(searchParams.get("fail") ?? 200);
  const { headers } = request;
  return Response.json({ key, requestId: headers.get("x-request-id"), traceparent: headers.get("traceparent") }, { status });
}
