import { expect, test, vi } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { KnownKeys, type AskWhose } from "./known-keys.ts";
import { believedMs } from "./standing.ts";

const principal: Principal = { kind: "api-key", id: "key_1", organisation: "org_1", role: "owner", scopes: ["niches:read"] };
const revoked = err("unauthenticated", "no");

function world() {
  let time = 0;
  let answer: () => Promise<Result<Principal>> = async () => ok(principal);
  const keys = new KnownKeys(() => time);
  const ask = vi.fn<AskWhose>(() => answer());
  const background: Promise<unknown>[] = [];
  return {
    keys,
    ask,
    whose: (key = "k") => keys.principal(key, ask, (work) => background.push(work)),
    settle: () => Promise.all(background),
    pass: (ms: number) => (time += ms),
    answers: (next: () => Promise<Result<Principal>>) => (answer = next),
  };
}

test("a key in use is asked for once in a while only, and no request waits for it", async () => {
  const { whose, ask, pass, settle } = world();
  for (let ms = 0; ms < 20_000; ms += 10) {
    expect(await whose()).toMatchObject({ ok: true });
    pass(10);
    await settle();
  }
  expect(ask.mock.calls.length).toBeLessThanOrEqual(8);
});

test("a revoked key is refused five seconds later at the latest, whether or not it was in use meanwhile", async () => {
  for (const step of [10, believedMs]) {
    const { whose, pass, answers, settle } = world();
    await whose();
    answers(async () => revoked);
    for (let ms = 0; ms < believedMs; ms += step) {
      await whose();
      await settle();
      pass(step);
    }
    expect(await whose()).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  }
});

test("what the auth service said while it took its time counts from when it was asked", async () => {
  const { whose, pass, ask, answers } = world();
  answers(async () => {
    pass(believedMs);
    return ok(principal);
  });
  await whose();
  await whose();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("an auth service that is away is waited out as long as the last answer counts", async () => {
  const { whose, pass, answers, settle } = world();
  await whose();
  answers(() => Promise.reject(new Error("gone")));
  pass(believedMs - 1);
  expect(await whose()).toMatchObject({ ok: true });
  await settle();
  pass(1);
  await expect(whose()).rejects.toThrow("gone");
});

test("after a change in an organisation its keys are asked for again, and no others", async () => {
  const { keys, whose, ask } = world();
  await whose();
  keys.forget("org_2");
  await whose();
  expect(ask).toHaveBeenCalledTimes(1);
  keys.forget("org_1");
  await whose();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a refusal is not remembered", async () => {
  const { whose, answers } = world();
  answers(async () => revoked);
  expect(await whose()).toMatchObject({ ok: false });
  answers(async () => ok(principal));
  expect(await whose()).toMatchObject({ ok: true });
});
