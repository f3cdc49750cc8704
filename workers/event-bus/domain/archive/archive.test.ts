import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../../../contracts/events/envelope.ts";
import { packed, readSegment } from "./object.ts";
import { dayBefore, firstRun, maxSegmentEvents, segmentKey } from "./segment.ts";

const at = (position: number, time: string, data: unknown = null): StoredEvent => ({
  ...envelope({
    source: "/auth",
    type: "user.renamed",
    dataversion: 1,
    subject: "user/org/usr",
    sequence: position,
    organisation: "org",
    time: Date.parse(time),
    data,
  }),
  position,
});

describe("a segment", () => {
  it("ends with its day", () => {
    const events = [at(1, "2026-10-17T23:59:59.999Z"), at(2, "2026-10-18T00:00:00Z"), at(3, "2026-10-18T09:00:00Z")];
    expect(firstRun(events)).toEqual({ day: "2026-10-17", events: events.slice(0, 1) });
    expect(firstRun(events.slice(1))).toEqual({ day: "2026-10-18", events: events.slice(1) });
    expect(firstRun([])).toEqual({ day: "", events: [] });
  });

  it("keeps an event that arrived late with the day of its neighbours", () => {
    const events = [at(1, "2026-10-18T01:00:00Z"), at(2, "2026-10-16T01:00:00Z"), at(3, "2026-10-18T02:00:00Z")];
    expect(firstRun(events)).toEqual({ day: "2026-10-18", events });
  });

  it("is bounded in events and bytes", () => {
    const many = Array.from({ length: maxSegmentEvents + 1 }, (_, index) => at(index + 1, "2026-10-18T01:00:00Z"));
    expect(firstRun(many).events).toHaveLength(maxSegmentEvents);
    const large = Array.from({ length: 90 }, (_, index) => at(index + 1, "2026-10-18T01:00:00Z", "x".repeat(100_000)));
    expect(firstRun(large).events).toHaveLength(79);
  });

  it("is named by its day and positions", () => {
    expect(segmentKey("2026-10-18", 1, 2_000)).toBe("events/2026-10-18/000000000001-000000002000.ndjson.gz");
  });

  it("begins to move out at the start of a UTC day", () => {
    expect(new Date(dayBefore(Date.parse("2026-11-22T21:00:00Z"), 30)).toISOString()).toBe("2026-10-23T00:00:00.000Z");
  });
});

describe("an object of the archive", () => {
  const events = [at(7, "2026-10-18T01:00:00Z", { name: "Zoë\nnew line", deep: [1.5, null] }), at(8, "2026-10-18T01:00:01Z")];
  const segment = { first: 7, last: 8, key: "k", day: "2026-10-18", events: 2 };
  const bucket = (bytes: ArrayBuffer) => ({ get: async () => ({ arrayBuffer: async () => bytes }) });

  it("is NDJSON that any gzip reads, with the digest of its text", async () => {
    const { bytes, sha256 } = await packed(events);
    const text = gunzipSync(Buffer.from(bytes)).toString();
    expect(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(events);
    expect(sha256).toBe(createHash("sha256").update(text).digest("hex"));
  });

  it("gives back what was put in", async () => {
    const { bytes, sha256 } = await packed(events);
    expect(await readSegment(bucket(bytes), { ...segment, sha256 })).toEqual(events);
  });

  it("is refused when it is missing or not what was written", async () => {
    const { bytes } = await packed(events);
    const { sha256 } = await packed(events.slice(1));
    await expect(readSegment({ get: async () => null }, { ...segment, sha256 })).rejects.toThrow("lacks k");
    await expect(readSegment(bucket(bytes), { ...segment, sha256 })).rejects.toThrow("not what was archived");
  });
});
