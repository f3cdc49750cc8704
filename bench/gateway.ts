/** An authenticated read through the gateway and its service against a bare Hono app that reads the same row; and what limits cost. */
import type { TestHarness } from "wrangler";
import { Agent, request } from "undici";
import { price as examplePrice } from "../workers/monetization/examples.ts";
import { inwardVariables, localDoor, newInwardKey } from "../tools/system/secrets.ts";
import { compared, median, type Bench, type Figure } from "./figures.ts";
import { places, timed, withWorker } from "./places.ts";

const config = "workers/gateway/testing/bench/wrangler.toml";
const warmUp = 2;
const rounds = 9;
const readsARound = 400;
const inFlight = 32;
const alone = 60;
const limitsARound = 300;

export const gatewayBench: Bench = {
  name: "gateway",
  about: "reads per second and added latency with an API key, through gateway and service, against a bare Hono app with the same D1 read",
  async run() {
    const [place] = places();
    return place ? withWorker(place, config, reads, { ...localDoor, ...inwardVariables(newInwardKey()) }) : [];
  },
};

interface Target {
  path: string;
  headers: Record<string, string>;
}

async function reads(harness: TestHarness): Promise<Figure[]> {
  const { url } = await harness.listen();
  const { own, bare } = await prepared(harness);
  const agent = new Agent({ connections: inFlight });
  const read = async ({ path, headers }: Target): Promise<number> => {
    const begun = performance.now();
    const { statusCode, body } = await request(new URL(path, url), { headers, dispatcher: agent });
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text.slice(0, 300)}`);
    return performance.now() - begun;
  };
  const perSecond: Record<"own" | "bare", number[]> = { own: [], bare: [] };
  const latency: Record<"own" | "bare", number[]> = { own: [], bare: [] };
  const added: number[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const p50: Record<string, number> = {};
    for (const side of round % 2 === 0 ? (["bare", "own"] as const) : (["own", "bare"] as const)) {
      const target = side === "own" ? own : bare;
      const begun = performance.now();
      const left = Array.from({ length: readsARound }).values();
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          for (const _ of left) await read(target);
        }),
      );
      const rate = (readsARound / (performance.now() - begun)) * 1_000;
      const times: number[] = [];
      for (let turn = 0; turn < alone; turn++) times.push(await read(target));
      p50[side] = median(times);
      if (round < warmUp) continue;
      perSecond[side].push(rate);
      latency[side].push(p50[side]);
    }
    if (round >= warmUp) added.push((p50["own"] ?? NaN) - (p50["bare"] ?? NaN));
  }
  await agent.close();
  return [
    compared(
      `reads with an API key, ${inFlight} in flight`,
      "reads/s",
      perSecond.own,
      { name: "bare Hono app, same D1 read", samples: perSecond.bare },
      { atLeast: 0.5 },
    ),
    {
      name: "added latency of one read at a time, median of medians",
      unit: "ms",
      value: median(added),
      range: [Math.min(...added), Math.max(...added)],
      bar: { atMost: 1.5 },
      samples: { added, own: latency.own, bare: latency.bare },
    },
    await limits(harness),
  ];
}

/** Microseconds a request. */
async function limits(harness: TestHarness): Promise<Figure> {
  const cost: Record<"leased" | "asked", number[]> = { leased: [], asked: [] };
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const way of ["leased", "asked"] as const) {
      const seconds = await timed(harness, `/bare/limits/${way}?count=${limitsARound}`);
      if (round >= warmUp) cost[way].push((seconds / limitsARound) * 1_000_000);
    }
  }
  return compared(
    "limits of one request, two buckets, by leases",
    "µs",
    cost.leased,
    { name: "asking the actor each time", samples: cost.asked },
    { atMost: 0.25 },
  );
}

async function prepared(harness: TestHarness): Promise<Record<"own" | "bare", Target>> {
  for (const binding of ["AUTH_DB", "MONETIZATION_DB"]) await harness.getWorker().applyD1Migrations(binding);
  const send = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await harness.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return { cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "", json: (await answer.json()) as Record<string, unknown> };
  };
  const account = { email: "bench@example.com", password: "correct horse battery", name: "Bench", organisationName: "Bench" };
  const { cookie, json } = await send("/api/v1/auth/sign-up", account);
  const organisation = (json["organisation"] as { id: string }).id;
  const { url } = await harness.listen();
  const made = await send(
    "/api/v1/api-keys",
    { name: "bench", scopes: ["monetization:read", "monetization:write"] },
    { cookie, origin: url.origin },
  );
  const headers = { authorization: `Bearer ${String(made.json["key"])}` };
  const price = await send("/api/v1/prices", examplePrice, headers);
  const id = String(price.json["id"]);
  return { own: { path: `/api/v1/prices/${id}`, headers }, bare: { path: `/bare/prices/${organisation}/${id}`, headers } };
}
