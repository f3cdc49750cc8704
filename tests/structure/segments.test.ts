import { expect, it, vi } from "vitest";
import * as z from "zod";
import { serviceNames, type ServiceName } from "../../contracts/services/common.ts";
import { inRoot } from "../../tools/system/paths.ts";
import { owners } from "../../workers/gateway/routes.ts";

// Its files have no extensions in their imports, which only a bundler resolves; no route is called here.
vi.mock("itty-durable", () => ({ proxyDurable: () => undefined, createDurable: () => Object }));

const moduleSchema = z.object({ routes: z.object({ routes: z.array(z.object({ method: z.string(), path: z.string() })) }) });

/** First parts after `/api/v1/` of what a service answers; middleware, which stands under every method, is no answer. */
async function segmentsOf(service: ServiceName): Promise<string[]> {
  const { routes } = moduleSchema.parse(await import(inRoot(`workers/${service}/routes.ts`)));
  const paths = routes.routes.filter(({ method }) => method !== "ALL").map(({ path }) => path);
  expect(paths.filter((path) => !path.startsWith("/api/v1/"))).toEqual([]);
  return [...new Set(paths.map((path) => path.split("/")[3] ?? ""))].toSorted();
}

it.each(serviceNames)("the gateway hands to %s just the parts of the API that it answers", async (service) => {
  const handed = owners.filter(([, owner]) => owner === service).map(([segment]) => segment);
  expect(await segmentsOf(service)).toEqual(handed.toSorted());
});
