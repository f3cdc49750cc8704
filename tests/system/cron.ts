/** The cron trigger, in either topology. */
import type { D1Database } from "@cloudflare/workers-types";
import { expect, it } from "vitest";
import * as z from "zod";
import { envelope } from "../../contracts/events/envelope.ts";
import type { RunningTopology } from "./topology.ts";

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

const subscriptionsSchema = z.object({ items: z.array(z.object({ name: z.string(), lag: z.number() }).loose()) });

export function cronTest(system: () => RunningTopology): void {
  it("moves old events to the archive and wakes the subscriptions when the clock says so", async () => {
    const { harness, topology, api } = system();
    const bus = harness.getWorker<{ EVENT_BUS_DB: D1Database }>(topology === "together" ? undefined : "paissive-event-bus");
    const { EVENT_BUS_DB: database } = await bus.getEnv();
    const { id, subject, sequence, type, dataversion, source, time, data } = old;
    await database
      .prepare(
        `INSERT INTO events (id, subject, sequence, type, dataversion, source, organisation, time, data)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .bind(id, subject, sequence, type, dataversion, source, organisation, Date.parse(time), JSON.stringify(data))
      .run();
    expect(await bus.scheduled({ cron: "*/5 * * * *", scheduledTime: new Date() })).toMatchObject({ outcome: "ok" });
    const { results } = await database.prepare("SELECT day, events FROM archive_segments").all<{ day: string; events: number }>();
    expect(results).toEqual([{ day: "2024-01-01", events: 1 }]);
    const { items } = await api.get("/api/v1/event-subscriptions", subscriptionsSchema);
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ name: "niche-analysis", lag: 0 })]));
  });
}
