import { describe, expect, it } from "vitest";
import * as z from "zod";
import { envelope, maxEventBytes } from "../../../contracts/events/envelope.ts";
import { inspect } from "./inspection.ts";

const sound = envelope({
  source: "/monetization",
  type: "price.set",
  dataversion: 2,
  subject: "price/org_1/prc_1",
  sequence: 3,
  organisation: "org_1",
  time: 0,
  data: { minor: 1900 },
});

const schemaOf = (type: string, version: number) => (type === "price.set" && version === 2 ? z.object({ minor: z.int() }) : undefined);

const reasonOf = (message: unknown) => {
  const inspection = inspect(message, schemaOf);
  return inspection.sound ? undefined : inspection.rejection.reason;
};

const padded = (bytes: number) => ({ ...sound, data: { minor: 1, padding: "é".repeat(bytes / 2) } });

describe("inspection", () => {
  it("lets a sound event pass unchanged", () => {
    expect(inspect(sound, schemaOf)).toEqual({ sound: true, event: sound });
  });

  it.each([
    ["what is no envelope", { hello: 1 }, "specversion"],
    ["an id that is not subject:sequence", { ...sound, id: "price/org_1/prc_1:4" }, "subject:sequence"],
    ["a source that nobody writes as", { ...sound, source: "/weather" }, "/weather"],
    ["a source that is a property of every object", { ...sound, source: "/constructor" }, "/constructor"],
    ["a subject of another organisation", { ...sound, organisation: "org_2" }, "kind/organisation/id"],
    ["a subject without an id", { ...sound, subject: "price/org_1", id: "price/org_1:3" }, "kind/organisation/id"],
    ["a type that the catalogue lacks", { ...sound, type: "price.forgotten" }, "price.forgotten version 2"],
    ["a version that the catalogue lacks", { ...sound, dataversion: 1 }, "price.set version 1"],
    ["data of another shape", { ...sound, data: { minor: "a lot" } }, "minor"],
    ["a sequence of zero", { ...sound, sequence: 0, id: "price/org_1/prc_1:0" }, "sequence"],
  ])("refuses %s and says why", (_, message, expected) => {
    expect(reasonOf(message)).toContain(expected);
  });

  it("refuses what no queue message can carry", () => {
    expect(reasonOf(padded(maxEventBytes - 1_000))).toBeUndefined();
    expect(reasonOf(padded(maxEventBytes))).toContain(`${maxEventBytes} fit`);
  });

  it.each([[null], [undefined], ["text"], [7], [[1, 2]]])("keeps %j as a rejection without claims", (message) => {
    const inspection = inspect(message, schemaOf);
    expect(inspection).toMatchObject({
      sound: false,
      rejection: { eventId: undefined, subject: "", organisation: "", body: JSON.stringify(message ?? null) },
    });
  });

  it("keeps of a refused event what it claims to be", () => {
    const inspection = inspect({ ...sound, dataversion: 9 }, schemaOf);
    expect(inspection).toMatchObject({
      rejection: { eventId: sound.id, subject: sound.subject, type: "price.set", organisation: "org_1" },
    });
  });
});
