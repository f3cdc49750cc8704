import { beforeEach, describe, expect, it } from "vitest";
import { agentPrincipal, scopesOfRole, type Giver, type Principal, type Role } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { believedMs, Standings } from "./standing.ts";

const organisation = "org_00000000000000000000000001";
const as = (role: Role): Principal => ({ kind: "user", id: "usr_ada", organisation, role, scopes: [...scopesOfRole[role]] });

const asked: Giver[] = [];
let answer: () => Promise<Result<Principal>>;
let now = 1_000;
const standings = () =>
  new Standings(
    {
      principalNow: (giver) => {
        asked.push(giver);
        return answer();
      },
    },
    () => now,
  );

beforeEach(() => {
  asked.length = 0;
  now = 1_000;
  answer = async () => ok(as("editor"));
});

describe("before an effect acts", () => {
  it("the person is asked for, and an agent's person or key too", async () => {
    const one = standings();
    expect(await one.of(as("editor"))).toEqual(ok(as("editor")));
    await one.of(agentPrincipal({ ...as("editor"), kind: "api-key", id: "key_1" }, "run_1", ["niches:read"]));
    expect(asked).toEqual([
      { kind: "user", id: "usr_ada", organisation },
      { kind: "api-key", id: "key_1", organisation },
    ]);
  });

  it("a service is asked for too, and its effect is refused when its keys are over", async () => {
    const service: Principal = { ...as("editor"), kind: "service", id: "svc_1" };
    answer = async () => err("unauthenticated", "Nobody acts by this name any more.");
    const refused = await standings().of(agentPrincipal(service, "run_1", ["niches:read"]));
    expect(asked).toEqual([{ kind: "service", id: "svc_1", organisation }]);
    expect(refused).toMatchObject({ ok: false, error: { code: "unauthenticated", detail: expect.stringContaining("The service svc_1") } });
  });

  it("the handler is given the narrower role of somebody who was demoted", async () => {
    answer = async () => ok(as("viewer"));
    expect(await standings().of(as("editor"))).toEqual(ok(as("viewer")));
  });

  it("the effect is refused for good when its person was put out, in words that say what to do", async () => {
    answer = async () => err("unauthenticated", "Nobody acts by this name any more.");
    const refused = await standings().of(as("editor"));
    expect(refused).toMatchObject({ ok: false, error: { code: "unauthenticated", retryable: false } });
    expect(refused).toMatchObject({ error: { detail: expect.stringContaining("Redrive it to have it done in your own name") } });
  });

  it("the effect is refused when nobody noted in whose name an agent acted", async () => {
    const { onBehalfOf: _, ...agent } = agentPrincipal(as("owner"), "run_1", ["niches:read"]);
    expect(await standings().of(agent)).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    expect(asked).toEqual([]);
  });

  it.each([
    ["answers that it is not there", async () => err("unavailable", "Gone.")],
    ["answers something odd", async () => err("internal", "Broken.", { retryable: false })],
    ["throws", async () => Promise.reject(new Error("disconnected"))],
  ])("the effect waits, and does not act, while the auth service %s", async (_, broken) => {
    answer = broken;
    const one = standings();
    expect(await one.of(as("editor"))).toMatchObject({ ok: false, error: { code: "unavailable", retryable: true } });
    // What nobody could say is not remembered.
    answer = async () => ok(as("editor"));
    expect(await one.of(as("editor"))).toEqual(ok(as("editor")));
  });
});

describe("an answer", () => {
  it("is believed for five seconds from when it was asked for, by everybody who asks at the same time", async () => {
    const one = standings();
    await Promise.all([one.of(as("editor")), one.of(as("editor"))]);
    now += believedMs - 1;
    answer = async () => err("unauthenticated", "Nobody acts by this name any more.");
    expect((await one.of(as("editor"))).ok).toBe(true);
    expect(asked).toHaveLength(1);
    now += 1;
    expect((await one.of(as("editor"))).ok).toBe(false);
    expect(asked).toHaveLength(2);
  });
});
