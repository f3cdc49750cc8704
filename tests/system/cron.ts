/** The cron trigger, in either topology. */
import type { D1Database } from "@cloudflare/workers-types";
import { expect, it } from "vitest";
import * as z from "zod";
import type { RunningTopology } from "./topology.ts";

/** More than events stay in the store. */
const yearMs = 366 * 86_400_000;

const eventsSchema = z.object({ items: z.array(z.object({ id: z.string() }).loose()) });
const subscriptionsSchema = z.object({ items: z.array(z.object({ name: z.string(), lag: z.number() }).loose()) });

/** Registers the test, which makes all events a year older: it has to be the last one. */
export function cronTest(system: () => RunningTopology): void {
  it("moves old events to the archive, where they read as before, and wakes the subscriptions when the clock says so", async () => {
    const { harness, topology, api } = system();
    const bus = harness.getWorker<{ EVENT_BUS_DB: D1Database }>(topology === "together" ? undefined : "paissive-event-bus");
    const { EVENT_BUS_DB: database } = await bus.getEnv();
    const ids = async () => (await api.get("/api/v1/events?limit=200", eventsSchema)).items.map(({ id }) => id);
    const before = await ids();
    await database.prepare("UPDATE events SET time = time - ?").bind(yearMs).run();
    const stored = await database.prepare("SELECT count(*) AS events FROM events").first("events");
    expect(await bus.scheduled({ cron: "*/5 * * * *", scheduledTime: new Date() })).toMatchObject({ outcome: "ok" });
    expect(await database.prepare("SELECT sum(events) AS events FROM archive_segments").first("events")).toBe(stored);
    expect(await database.prepare("SELECT count(*) AS events FROM events").first("events")).toBe(0);
    expect(await ids()).toEqual(before);
    const { items } = await api.get("/api/v1/event-subscriptions", subscriptionsSchema);
    expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ name: "niche-analysis", lag: 0 })]));
  });
}
