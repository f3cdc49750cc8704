import { expect, test, vi } from "vitest";
import type { Begun } from "../../../durable-objects/idempotency/actor.ts";
import { Reach } from "../reach.ts";
import { keeperOf } from "./keeper.ts";

const request = { id: "k", fingerprint: "f" };
/** An actor that answers `begin` when it is told to. */
function silentActor() {
  const { promise, resolve } = Promise.withResolvers<Begun>();
  const drop = vi.fn<(id: string, turn: string) => Promise<void>>(async () => undefined);
  return { answer: resolve, drop, begin: () => promise, keep: () => promise, hold: () => promise };
}

test("a turn that comes when nobody waits for it any more is given back, and nothing is carried out", async () => {
  const actor = silentActor();
  const keeper = keeperOf(actor as never, new Reach({ now: () => 0, wait: async () => undefined }));
  expect(await keeper.begin(request)).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true, retryAfter: 1 } });
  actor.answer({ state: "new", turn: "t" });
  await vi.waitFor(() => expect(actor.drop).toHaveBeenCalledExactlyOnceWith("k", "t"));
});

test("a note that cannot be made is said to whoever makes it", async () => {
  const keeper = keeperOf(silentActor() as never, new Reach({ now: () => 0, wait: async () => undefined }));
  await expect(keeper.keep(request, "t", { status: 200, headers: {} })).rejects.toThrow("5 s");
});

test("what was done is noted although others have failed, and again when the first note is lost", async () => {
  const reach = new Reach({ now: () => 0, wait: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", resolve)) });
  for (let failure = 0; failure < 5; failure++)
    await reach.call("idempotency", 1, () => Promise.reject(new Error("away"))).catch(() => undefined);
  const keep = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("lost"));
  keep.mockResolvedValue();
  await keeperOf({ ...silentActor(), keep } as never, reach).keep(request, "t", { status: 200, headers: {} });
  expect(keep).toHaveBeenCalledTimes(2);
});
