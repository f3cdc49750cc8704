/** What stands around the service in production: a door that says who calls, and a bus that applies and acknowledges events. */
import * as z from "zod";
import { catalogue, eventEnvelopeSchema, schemaOf, type EventEnvelope } from "../../../contracts/events/index.ts";
import { principalHeader, scopes, type Principal } from "../../../contracts/principal.ts";
import { faultSchema } from "../../../contracts/result.ts";
import type { NicheAnalysis } from "../index.ts";
import { calls, script } from "./hashing-model.ts";

export { NicheAnalysis, Niche } from "../index.ts";
export { HashingModel } from "./hashing-model.ts";

interface TestEnv {
  NICHE_ANALYSIS: Service<typeof NicheAnalysis>;
}

const scriptSchema = z.object({ model: z.string(), fault: faultSchema.optional(), failAfter: z.int(), delayMs: z.number() }).partial();
let position = 0;
const events: EventEnvelope[] = [];

export default {
  async fetch(request: Request, env: TestEnv): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/testing/model") {
      calls.clear();
      Object.assign(script, { fault: undefined, failAfter: 0, delayMs: 0, model: "hashing@1" }, scriptSchema.parse(await request.json()));
      return Response.json(script);
    }
    if (url.pathname === "/testing/calls") return Response.json(Object.fromEntries(calls));
    if (url.pathname === "/testing/events") return Response.json(events);
    const headers = new Headers(request.headers);
    headers.set(principalHeader, JSON.stringify(callerOf(url)));
    return env.NICHE_ANALYSIS.fetch(new Request(request, { headers }));
  },

  async queue(batch: MessageBatch<unknown>, env: TestEnv): Promise<void> {
    for (const message of batch.messages) {
      const event = eventEnvelopeSchema.parse(message.body);
      const schema = schemaOf(event.type, event.dataversion);
      if (!schema) throw new Error(`${event.type} is not one of ${Object.keys(catalogue).join(", ")}`);
      // Strictly: an event with a field that the catalogue does not know is a defect.
      if (JSON.stringify(schema.parse(event.data)) !== JSON.stringify(event.data)) console.error(`not as in the catalogue: ${event.type}`);
      events.push(event);
      await env.NICHE_ANALYSIS.onEvents([{ ...event, position: ++position }]);
      await env.NICHE_ANALYSIS.acknowledge(event.subject, event.sequence);
    }
  },
};

function callerOf(url: URL): Principal {
  const organisation = `org_${(url.searchParams.get("organisation") ?? "1").padStart(26, "0")}`;
  const role = url.searchParams.get("role") === "viewer" ? "viewer" : "owner";
  return { kind: "user", id: "usr_00000000000000000000000001", organisation, role, scopes: [...scopes] };
}
