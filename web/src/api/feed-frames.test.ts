import { describe, expect, it, test } from "vitest";
import { frameOf, takeFrame, type FeedPlace, type Frame } from "./feed-frames.ts";

const event = (sequence: number) => ({ sequence, type: "step.started", time: 1, data: {} });
const eventFrame = (sequence: number): Frame => ({ frame: "event", event: event(sequence) });
const at = (seen: number, acknowledged = seen): FeedPlace => ({ seen, acknowledged });

test("reads the frames of an actor's feed", () => {
  expect(frameOf(JSON.stringify({ frame: "event", event: event(3) }))).toEqual({ frame: "event", event: event(3) });
  expect(frameOf('{"frame":"ready","version":3}')).toEqual({ frame: "ready", version: 3 });
});

test.each(["", "not json", '{"frame":"other"}', '{"frame":"event","event":{}}'])("takes %o for no frame", (text) => {
  expect(frameOf(text)).toBeUndefined();
});

describe("a client of the feed", () => {
  it("reports an event once", () => {
    expect(takeFrame(at(2), eventFrame(3))).toMatchObject({ event: event(3), place: { seen: 3 } });
    expect(takeFrame(at(3), eventFrame(3))).toEqual({ place: at(3), reread: false, live: false });
  });

  it("acknowledges what it has when everything missing has come", () => {
    expect(takeFrame(at(7, 2), { frame: "ready", version: 7 })).toEqual({ place: at(7), reread: false, live: true, acknowledge: 7 });
  });

  it("never leaves the 1,000 events unacknowledged after which the server ends the connection", () => {
    let place = at(0);
    const sent: number[] = [];
    for (let sequence = 1; sequence <= 2_500; sequence++) {
      const step = takeFrame(place, eventFrame(sequence));
      place = step.place;
      if (step.acknowledge !== undefined) sent.push(step.acknowledge);
      expect(sequence - place.acknowledged).toBeLessThan(1_000);
    }
    expect(sent).toEqual(Array.from({ length: 12 }, (_, index) => (index + 1) * 200));
  });

  it("reads the resource again after a snapshot", () => {
    expect(takeFrame(at(2), { frame: "snapshot", version: 900, state: null })).toMatchObject({ place: { seen: 900 }, reread: true });
  });

  it("takes a server that is behind it for another history, and never claims a version that the server has not", () => {
    const step = takeFrame(at(40), { frame: "ready", version: 12 });
    expect(step).toEqual({ place: at(12), reread: true, live: true, acknowledge: 12 });
    expect(takeFrame(step.place, eventFrame(13)).event).toEqual(event(13));
  });
});
