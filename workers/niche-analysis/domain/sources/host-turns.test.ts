import { describe, expect, it } from "vitest";
import { ended, isAtRest, nobodyAsks, turnOf, type Asker, type HostState, type TurnEnd } from "./host-turns.ts";

const spacingMs = 7_000;
const nothing: TurnEnd = { failed: false, pauseMs: { all: 0, quota: 0 } };

/** A host and its clock. */
class Host {
  now = 1_000_000;
  state: HostState = nobodyAsks;

  /** Milliseconds to wait; 0 for its turn. */
  take(ticket: string, more: Partial<Asker> = {}): number {
    const { state, turn } = turnOf(this.state, { ticket, quota: "anonymous", spacingMs, ...more }, this.now);
    // What is kept is plain data.
    this.state = JSON.parse(JSON.stringify(state)) as HostState;
    return turn.granted ? 0 : turn.waitMs;
  }

  end(ticket: string, end: Partial<TurnEnd> = {}, more: Partial<Asker> = {}): void {
    this.state = ended(this.state, { ticket, quota: "anonymous", spacingMs, ...more }, { ...nothing, ...end }, this.now);
  }
}

describe("a host", () => {
  it("is asked by one at a time, with a pause from the end of a request to the next of anybody", () => {
    const host = new Host();
    expect(host.take("a")).toBe(0);
    host.now += 3_000;
    expect(host.take("b")).toBe(4_000);
    host.end("a");
    expect(host.take("b")).toBe(7_000);
    host.now += 6_999;
    expect(host.take("b")).toBe(1);
    host.now += 1;
    expect(host.take("b")).toBe(0);
    host.now += 20_000;
    // Its request takes longer than the pause.
    expect(host.take("c")).toBe(500);
  });

  it("is asked by all in the order of their coming, at the pace of one", () => {
    const host = new Host();
    const times: number[] = [];
    const order: string[] = [];
    // Each of twenty niches wants five pages; everybody comes back when it was told to.
    const wanted = new Map(Array.from({ length: 20 }, (_, niche) => [`niche ${niche}`, 5]));
    const due = new Map([...wanted.keys()].map((name) => [name, host.now]));
    let questions = 0;
    while (due.size > 0) {
      const [name, at] = [...due].toSorted((one, other) => one[1] - other[1])[0] ?? ["", 0];
      host.now = Math.max(host.now, at);
      questions++;
      const wait = host.take(name);
      if (wait > 0) {
        due.set(name, host.now + wait);
        continue;
      }
      times.push(host.now);
      order.push(name);
      host.now += 300;
      host.end(name);
      const left = (wanted.get(name) ?? 0) - 1;
      wanted.set(name, left);
      if (left === 0) due.delete(name);
      else due.set(name, host.now + spacingMs);
    }
    expect(times).toHaveLength(100);
    expect(Math.min(...times.slice(1).map((time, i) => time - (times[i] ?? 0)))).toBeGreaterThanOrEqual(spacingMs + 300);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(99 * (spacingMs + 300) * 1.1);
    // Nobody has a second page before everybody has the first.
    expect(new Set(order.slice(0, 20)).size).toBe(20);
    expect(questions).toBeLessThan(20 * 100);
    expect(host.take("next")).toBe(spacingMs);
  });

  it("is left alone as long as it asks for: by those of the same quota, or by everybody", () => {
    const host = new Host();
    host.take("a");
    host.end("a", { pauseMs: { all: 0, quota: 3_600_000 } });
    host.now += 10_000;
    expect(host.take("b")).toBe(3_590_000);
    // Who has a token is not kept waiting by those who wait.
    expect(host.take("c", { quota: "org_1/token" })).toBe(0);
    host.end("c", { pauseMs: { all: 60_000, quota: 0 } }, { quota: "org_1/token" });
    expect(host.take("d", { quota: "org_2/token" })).toBe(60_000);
    host.now += 3_590_000;
    expect(host.take("b")).toBe(0);
  });

  it("that fails is asked ever more seldom, at least once a minute, until it answers", () => {
    const host = new Host();
    const pauses: number[] = [];
    for (const failed of [true, true, true, true, true, false]) {
      host.take("a");
      host.end("a", { failed });
      const wait = host.take("a");
      pauses.push(wait);
      host.now += wait;
    }
    expect(pauses).toEqual([14_000, 28_000, 56_000, 60_000, 60_000, 7_000]);
  });
});

describe("who has gone", () => {
  it("with a turn holds nobody up for longer than its request may take, and pauses when it comes back sooner", () => {
    const host = new Host();
    host.take("a");
    host.now += 29_999;
    expect(host.take("b")).toBe(500);
    host.now += 500;
    expect(host.take("b")).toBe(0);
    host.now += 10_000;
    expect(host.take("b")).toBe(spacingMs);
    // What is heard too late of a turn is none of the one that is under way.
    host.now += spacingMs;
    expect(host.take("b")).toBe(0);
    host.end("a");
    host.now += spacingMs;
    expect(host.take("c")).toBe(500);
  });

  it("from the queue is waited for ten seconds beyond its time", () => {
    const host = new Host();
    host.take("a");
    host.end("a");
    expect(host.take("gone")).toBe(7_000);
    host.now += 16_999;
    expect(host.take("b")).toBe(7_001);
    host.now += 1;
    expect(host.take("b")).toBe(0);
  });

  it("leaves nothing behind", () => {
    const host = new Host();
    expect(isAtRest(host.state, host.now)).toBe(true);
    host.take("a");
    host.take("b");
    host.end("a", { pauseMs: { all: 0, quota: 60_000 } });
    for (const [after, atRest] of [
      [30_000, false],
      [31_000, true],
    ] as const) {
      host.now += after;
      expect(isAtRest(host.state, host.now)).toBe(atRest);
    }
  });
});
