import { afterEach, expect, test, vi } from "vitest";
import type { GatewayEnv } from "../environment.ts";
import { failuresToOpen } from "../domain/breaker.ts";
import { Reach } from "../reach.ts";
import { admitAddress, type Drawn } from "./door.ts";

vi.spyOn(console, "error").mockReturnValue();
afterEach(() => vi.clearAllMocks());

const headers = (address: string) => new Headers({ "cf-connecting-ip": address });
const route = { open: false, service: "auth" } as const;

test("levels that nobody says let everybody through, and are not waited for any longer after a while", async () => {
  const lease = vi.fn<() => Promise<never>>(() => new Promise(() => undefined));
  const env = { RATE_LIMIT: { getByName: () => ({ lease }) } } as unknown as GatewayEnv;
  const waits: number[] = [];
  const reach = new Reach({ now: () => 0, wait: async (ms) => waits.push(ms) });
  for (let turn = 0; turn < failuresToOpen + 5; turn++) {
    const drawn: Drawn = [];
    expect(await admitAddress(env, reach, headers(`198.51.100.${turn}`), route, drawn)).toMatchObject({ ok: true });
    expect(drawn).toMatchObject([{ policy: { name: "address" } }]);
  }
  expect(lease).toHaveBeenCalledTimes(failuresToOpen);
  expect(waits).toEqual(Array.from({ length: failuresToOpen }, () => 1_000));
});
