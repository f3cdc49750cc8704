import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import { envelope } from "../../contracts/events/index.ts";
import { Told } from "./told.ts";

const event = (position: number, type = "niche.derived"): StoredEvent => ({
  ...envelope({
    source: "/niche-analysis",
    type,
    dataversion: 1,
    subject: "niche/org_1/nch_1",
    sequence: position,
    organisation: "org_1",
    time: position,
    data: {},
  }),
  position,
});

/** Positions `after + 1` to `to`. */
const page = (after: number, to: number) => ({
  after,
  to,
  events: Array.from({ length: to - after }, (_, index) => event(after + 1 + index)),
});

const positions = (found: { events: StoredEvent[] } | undefined) => found?.events.map(({ position }) => position);

describe("pages that a wake brought", () => {
  it("are read where they follow on the cursor, and nowhere else", () => {
    const told = new Told();
    told.add(page(5, 7));
    expect(told.after(4, ["niche.derived"])).toBeUndefined();
    expect(told.after(6, ["niche.derived"])).toBeUndefined();
    expect(told.after(5, ["niche.derived"])).toEqual({ events: [event(6), event(7)], reach: 7, more: false });
    expect(told.after(7, ["niche.derived"])).toBeUndefined();
    expect(told.after(5, ["niche.derived"])).toBeUndefined();
  });

  it("are put together up to the size of a page of the store, in order, whatever the order they came in", () => {
    const told = new Told();
    told.add(page(60, 101));
    told.add(page(0, 50));
    told.add(page(50, 60));
    expect(told.after(0, ["niche.derived"])).toMatchObject({ reach: 60, more: true });
    expect(positions(told.after(60, ["niche.derived"]))).toEqual(Array.from({ length: 41 }, (_, index) => 61 + index));
  });

  it("give only the types asked for, and say how far they reach where nothing is wanted", () => {
    const told = new Told();
    told.add({ after: 0, to: 2, events: [event(1, "niche.created"), event(2)] });
    expect(positions(told.after(0, ["niche.created"]))).toEqual([1]);
    expect(told.after(0, [])).toEqual({ events: [], reach: 2, more: false });
  });

  it("are a bounded number: the others are read from the store", () => {
    const told = new Told();
    for (let first = 0; first < 20; first++) told.add(page(first, first + 1));
    expect(told.after(0, ["niche.derived"])).toMatchObject({ reach: 8, more: false });
    told.forget();
    expect(told.after(0, ["niche.derived"])).toBeUndefined();
  });
});
