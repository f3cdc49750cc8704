import type { D1Database } from "@cloudflare/workers-types";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestHarness, type TestHarness } from "wrangler";
import { envelope } from "../../contracts/events/envelope.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { inRoot, root } from "../../tools/system/paths.ts";
import { buildWeb } from "../../tools/system/web-build.ts";
import { environments, migrate, topologies } from "./topology.ts";

const organisation = "org_00000000000000000000000001";
/** As old as the archive wants it. */
const old = envelope({
  source: "/monetization",
  type: "price.recommended",
  dataversion: 1,
  subject: `price/${organisation}/prc_1`,
  sequence: 1,
  organisation,
  time: Date.UTC(2024, 0, 1),
  data: {},
});

describe.each(topologies)("the cron trigger, %s", (topology) => {
  let harness: TestHarness;
  let url: string;
  const bus = () => harness.getWorker<{ EVENT_BUS_DB: D1Database }>(topology === "together" ? undefined : "paissive-event-bus");
  const database = async () => (await bus().getEnv()).EVENT_BUS_DB;

  beforeAll(async () => {
    process.env["X_LOCAL_OBSERVABILITY"] = "false";
    process.env["CLOUDFLARE_CF_FETCH_ENABLED"] = "false";
    buildWeb();
    const worker = (env?: string) => ({ configPath: inRoot("wrangler.toml"), ...(env === undefined ? {} : { env }) });
    harness = createTestHarness({ root, workers: topology === "together" ? [worker()] : environments.map((env) => worker(env)) });
    url = `http://localhost:${(await harness.listen()).url.port}`;
    await migrate(harness, topology);
  });
  afterAll(() => harness?.close());

  it("moves old events to the archive and wakes the subscriptions", async () => {
    const { id, subject, sequence, type, dataversion, source, time, data } = old;
    await (
      await database()
    )
      .prepare(
        `INSERT INTO events (id, subject, sequence, type, dataversion, source, organisation, time, data)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .bind(id, subject, sequence, type, dataversion, source, organisation, Date.parse(time), JSON.stringify(data))
      .run();
    expect(await bus().scheduled({ cron: "*/5 * * * *", scheduledTime: new Date() })).toMatchObject({ outcome: "ok" });
    const segments = async () =>
      (await (await database()).prepare("SELECT day, events FROM archive_segments").all<{ day: string; events: number }>()).results;
    expect(await segments()).toEqual([{ day: "2024-01-01", events: 1 }]);
    const cookie = await signInLocally(url, {
      email: "founder@example.com",
      password: "correct horse battery staple",
    });
    const subscriptions = await (await fetch(`${url}/api/v1/event-subscriptions`, { headers: { cookie } })).json();
    expect(subscriptions).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ name: "niche-analysis", lag: 0 })]) });
  });
});
