import { describe, expect, it } from "vitest";
import { envelope } from "../../contracts/events/envelope.ts";
import { err } from "../../contracts/result.ts";
import { nextLook, nextTick, parkAfter, parkedPauseMs, stall } from "./stalling.ts";

const event = (sequence: number) => ({
  ...envelope({
    source: "/auth",
    type: "user.renamed",
    dataversion: 1,
    subject: "user/org/usr",
    sequence,
    organisation: "org",
    time: 0,
    data: null,
  }),
  position: sequence * 10,
});
const fault = err("internal", "no").error;

const refusals = (count: number, random: number) => {
  let stalled = stall(undefined, event(1), fault, { now: 0, random });
  const pauses = [stalled.retryAt];
  for (let failure = 2; failure <= count; failure++) {
    stalled = stall(stalled, event(1), fault, { now: 0, random });
    pauses.push(stalled.retryAt);
  }
  return { stalled, pauses };
};

describe("a refused event", () => {
  it("is tried again after pauses that double, between half and the whole of 500 ms, 1 s, 2 s, 4 s", () => {
    expect(refusals(parkAfter - 1, 0).pauses).toEqual([250, 500, 1_000, 2_000]);
    expect(refusals(parkAfter - 1, 0.999_999).pauses).toEqual([500, 1_000, 2_000, 4_000]);
  });

  it("is parked by its fifth failure, for an hour", () => {
    expect(refusals(4, 0).stalled).toMatchObject({ failures: 4, parked: false });
    expect(refusals(5, 0).stalled).toMatchObject({ failures: 5, parked: true, retryAt: parkedPauseMs });
  });

  it("begins its own count when an earlier event of the subject was refused before it", () => {
    const { stalled } = refusals(5, 0);
    expect(stall(stalled, event(2), fault, { now: 7, random: 0 })).toMatchObject({
      eventId: event(2).id,
      position: 20,
      failures: 1,
      parked: false,
      since: 0,
    });
  });
});

describe("a subscriber that is away", () => {
  it("is looked for after pauses from 200 ms to 30 s", () => {
    const pauses = [1, 2, 3, 8, 9, 60].map((failures) => nextLook(failures, fault, { now: 0, random: 0.999_999 }));
    expect(pauses).toEqual([200, 400, 800, 25_600, 30_000, 30_000]);
  });

  it("is not looked for before the time that it named", () => {
    expect(nextLook(1, { ...fault, retryAfter: 12 }, { now: 1_000, random: 0 })).toBe(13_000);
  });
});

describe("the idle alarm", () => {
  it("slows down from 5 to 30 seconds and is quick again after work", () => {
    const ticks = [nextTick(0, false)];
    for (let index = 0; index < 4; index++) ticks.push(nextTick(ticks.at(-1) ?? 0, false));
    expect(ticks).toEqual([5_000, 10_000, 20_000, 30_000, 30_000]);
    expect(nextTick(30_000, true)).toBe(5_000);
  });
});
