import { describe, expect, it } from "vitest";
import { envelope, eventEnvelopeSchema } from "./envelope.ts";

const parts = {
  source: "/niche-analysis",
  type: "evidence.imported",
  dataversion: 1,
  subject: "niche/org_1/nch_1",
  sequence: 7,
  organisation: "org_1",
  time: Date.UTC(2026, 10, 22, 19, 59),
  causationid: "cmd_1",
  data: { added: 3 },
};

describe("an event's envelope", () => {
  it("is a CloudEvent 1.0 whose id is its subject and sequence, so that a repetition is known by its id", () => {
    expect(envelope(parts)).toEqual({
      specversion: "1.0",
      id: "niche/org_1/nch_1:7",
      source: "/niche-analysis",
      type: "evidence.imported",
      dataversion: 1,
      subject: "niche/org_1/nch_1",
      sequence: 7,
      time: "2026-11-22T19:59:00.000Z",
      datacontenttype: "application/json",
      organisation: "org_1",
      causationid: "cmd_1",
      data: { added: 3 },
    });
  });

  it("is what its schema accepts, also after a journey as JSON", () => {
    const sent = envelope(parts);
    expect(eventEnvelopeSchema.parse(JSON.parse(JSON.stringify(sent)))).toEqual(sent);
  });

  it.each(["evidence.imported", "marketing-plan.created", "user.signed-up"])("may be of type %s", (type) => {
    expect(eventEnvelopeSchema.safeParse(envelope({ ...parts, type })).success).toBe(true);
  });

  it.each([
    "imported",
    "Evidence.imported",
    "evidence.Imported",
    "evidence.imported.again",
    ".imported",
    "evidence.",
    "-a.b",
    "a b.c",
    "evidence.imported\n",
  ])("may not be of type %j", (type) => {
    expect(eventEnvelopeSchema.safeParse(envelope({ ...parts, type })).success).toBe(false);
  });

  it("counts sequences and data versions from 1, in whole numbers", () => {
    for (const change of [
      { sequence: 0 },
      { sequence: 1.5 },
      { dataversion: 0 },
      { source: "niche-analysis" },
      { subject: "" },
      { organisation: "" },
    ])
      expect([change, eventEnvelopeSchema.safeParse(envelope({ ...parts, ...change })).success]).toEqual([change, false]);
  });
});
