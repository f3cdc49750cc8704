import { describe, expect, it } from "vitest";
import { InFlight, type Wait } from "./in-flight.ts";

const never: Wait = () => new Promise(() => undefined);
const caller = (signal?: AbortSignal) => ({ signal, until: 10_000, now: () => 0, wait: never });
const always = () => true;

/** A computation that ends when it is told to, and counts how often it was begun. */
function computation() {
  const ends: ((value: string) => void)[] = [];
  const signals: AbortSignal[] = [];
  const compute = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>((resolve) => ends.push(resolve));
  };
  return { ends, signals, compute };
}

describe("equal calls under way", () => {
  it("are computed once, for all who wait", async () => {
    const flights = new InFlight<string>();
    const { ends, compute } = computation();
    const answers = ["a", "b", "c"].map(() => flights.once("key", caller(), compute, always));
    ends[0]?.("done");
    expect(await Promise.all(answers)).toEqual([
      { value: "done", followed: false },
      { value: "done", followed: true },
      { value: "done", followed: true },
    ]);
    expect([ends.length, flights.size]).toEqual([1, 0]);
  });

  it("of different keys have nothing to do with each other", async () => {
    const flights = new InFlight<string>();
    const { ends, compute } = computation();
    const answers = ["a", "b"].map((key) => flights.once(key, caller(), compute, always));
    ends[1]?.("second");
    ends[0]?.("first");
    expect((await Promise.all(answers)).map(({ value }) => value)).toEqual(["first", "second"]);
  });

  it("go on while one waits, and end when all have gone", async () => {
    const flights = new InFlight<string>();
    const { ends, signals, compute } = computation();
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [first, second].map(({ signal }) => flights.once("key", caller(signal), compute, always));
    first.abort();
    expect(signals[0]?.aborted).toBe(false);
    second.abort();
    expect(signals[0]?.aborted).toBe(true);
    ends[0]?.("too late");
    await Promise.all(answers);
  });

  it("are computed again by one of those who wait when the first has no value for them, or breaks", async () => {
    const flights = new InFlight<string>();
    const { ends, compute } = computation();
    const answers = ["a", "b", "c"].map(() => flights.once("key", caller(), compute, (value) => value !== "mine alone"));
    ends[0]?.("mine alone");
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.("for all");
    expect((await Promise.all(answers)).map(({ value }) => value).toSorted()).toEqual(["for all", "for all", "mine alone"]);

    const broken = ["a", "b"].map((_, i) =>
      flights.once("other", caller(), i === 0 ? () => Promise.reject(new Error("broke")) : compute, always),
    );
    await expect(broken[0]).rejects.toThrow("broke");
    await expect.poll(() => ends.length).toBe(3);
    ends[2]?.("mended");
    expect((await broken[1])?.value).toBe("mended");
  });

  it("whose first caller was lost without a word are not waited for longer than it would have waited", async () => {
    const flights = new InFlight<string>();
    let now = 0;
    void flights.once("key", { until: 100, now: () => now, wait: never }, () => new Promise(() => undefined), always);
    const wait: Wait = async (ms) => void (now += ms);
    const answer = await flights.once("key", { until: 10_000, now: () => now, wait }, async () => "mine", always);
    expect([answer, now]).toEqual([{ value: "mine", followed: false }, 100]);
  });
});
