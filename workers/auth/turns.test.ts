import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

/** A clock that goes on when everybody waits, and not while somebody works. */
class Clock {
  now = 0;
  readonly #waiting: { at: number; go: () => void }[] = [];

  wait(ms: number): Promise<void> {
    return new Promise((go) => this.#waiting.push({ at: this.now + ms, go }));
  }

  async run(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      const next = this.#waiting.toSorted((a, b) => a.at - b.at)[0];
      if (!next) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.go();
    }
  }
}

/** Begin and end of `count` pieces of work that are asked for at once, in their order. */
async function worked(count: number, takes: number): Promise<[begin: number, end: number][]> {
  const clock = new Clock();
  const turns = new Turns({ now: () => clock.now, wait: (ms) => clock.wait(ms), pauseMs: 40, turnMs: 140 });
  const times: [number, number][] = [];
  const all = Array.from({ length: count }, async (_, index) => {
    await turns.next();
    times[index] = [clock.now, (clock.now += takes)];
  });
  await clock.run();
  await Promise.all(all);
  return times;
}

test("work that is asked for at once is done in its order, with a pause before each", async () => {
  expect(await worked(3, 140)).toEqual([
    [40, 180],
    [220, 360],
    [400, 540],
  ]);
});

test("work that takes longer than was thought leaves others the same pause", async () => {
  const times = await worked(4, 500);
  for (const [index, [begin]] of times.entries()) expect(begin - (times[index - 1]?.[1] ?? 0)).toBeGreaterThanOrEqual(40);
});

test("who is cut off in their turn holds nobody up for longer than that", async () => {
  const clock = new Clock();
  let cutOff = true;
  const wait = (ms: number) => (cutOff ? new Promise<void>(() => undefined) : clock.wait(ms));
  const turns = new Turns({ now: () => clock.now, wait, pauseMs: 40, turnMs: 140 });
  void turns.next();
  cutOff = false;
  const served = turns.next().then(() => clock.now);
  await clock.run();
  expect(await served).toBe(220);
});
