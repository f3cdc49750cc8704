import { expect, test } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { believedMs, Standing } from "./standing.ts";

const principal: Principal = {
  kind: "api-key",
  id: "key_1",
  organisation: "org_0123456789",
  role: "editor",
  scopes: ["niches:read", "teams:read"],
};
const never = new Promise<never>(() => undefined);

/** A credential whose standing is asked for `believedMs` after it was last known. */
function due(answer: () => Promise<Result<Principal>>, wait: () => Promise<unknown> = () => never) {
  let time = 1_000;
  let asked = 0;
  const standing = new Standing({
    principal,
    now: () => time,
    wait,
    ask: () => {
      asked += 1;
      return answer();
    },
  });
  time += believedMs;
  return { standing, asked: () => asked, pass: (ms: number) => (time += ms) };
}

test("what was confirmed is believed for five seconds, and asked for anew after that", async () => {
  const { standing, asked, pass } = due(async () => ok(principal));
  pass(-1);
  expect(await standing.confirm()).toBe("stands");
  expect(asked()).toBe(0);
  pass(1);
  expect(await Promise.all([standing.confirm(), standing.confirm()])).toEqual(["stands", "stands"]);
  expect(asked()).toBe(1);
  pass(believedMs - 1);
  await standing.confirm();
  expect(asked()).toBe(1);
  pass(1);
  await standing.confirm();
  expect(asked()).toBe(2);
});

test("the time that an answer takes counts: it speaks of the moment when it was asked for", async () => {
  const answers: (() => void)[] = [];
  const { standing, asked, pass } = due(async () => {
    await new Promise<void>((resolve) => answers.push(resolve));
    return ok(principal);
  });
  const first = standing.confirm();
  pass(believedMs);
  answers.pop()?.();
  expect(await first).toBe("stands");
  const second = standing.confirm();
  answers.pop()?.();
  await second;
  expect(asked()).toBe(2);
});

test.each([
  ["revoked", async () => err("unauthenticated", "This session is over.")],
  ["changed", async () => ok({ ...principal, role: "viewer" as const })],
  ["changed", async () => ok({ ...principal, scopes: principal.scopes.slice(1) })],
  ["changed", async () => ok({ ...principal, organisation: "org_9876543210" })],
  ["unknown", async () => err("unavailable", "Not now.")],
  ["unknown", () => Promise.reject(new Error("the auth service fell over"))],
] as const)("is %s, and stays so", async (verdict, answer) => {
  const { standing, asked, pass } = due(answer);
  expect(await standing.confirm()).toBe(verdict);
  pass(10 * believedMs);
  expect(await standing.confirm()).toBe(verdict);
  expect(asked()).toBe(1);
});

test("the order of scopes says nothing", async () => {
  const { standing } = due(async () => ok({ ...principal, scopes: principal.scopes.toReversed() }));
  expect(await standing.confirm()).toBe("stands");
});

test("is unknown when nobody answers in time", async () => {
  const { standing } = due(
    () => never,
    () => Promise.resolve(),
  );
  expect(await standing.confirm()).toBe("unknown");
});

test("who has just proved again who they are is the same as before", async () => {
  const { standing } = due(async () => ok({ ...principal, authenticatedAt: 1_000 }));
  expect(await standing.confirm()).toBe("stands");
});
