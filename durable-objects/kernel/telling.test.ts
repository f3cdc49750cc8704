import { afterEach, expect, test, vi } from "vitest";
import type { ActorIdentity } from "../../contracts/actor.ts";
import { tell, tellerOf } from "./telling.ts";

const heard = vi.spyOn(console, "warn").mockReturnValue();
afterEach(() => heard.mockClear());
const lines = () => heard.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

test("a line names the actor as soon as it is known, the command and the effect, and where it was thrown", () => {
  let identity: ActorIdentity | undefined;
  const say = tellerOf(() => identity);
  say("warn", "before");
  identity = { kind: "niche", organisation: "org_1", id: "nch_1" };
  say("warn", "an outcome was lost", { commandId: "c1", effectId: "c1:0", cause: new Error("disk full") });
  expect(lines()).toEqual([
    { level: "warn", message: "before" },
    {
      level: "warn",
      actor: "niche/org_1/nch_1",
      message: "an outcome was lost",
      commandId: "c1",
      effectId: "c1:0",
      cause: "Error: disk full",
      stack: expect.stringContaining("telling.test.ts"),
    },
  ]);
});

test("an actor without the kernel says its name itself", () => {
  tell("maintenance/org_1", "warn", "a step broke", { cause: "gone" });
  expect(lines()).toEqual([{ level: "warn", actor: "maintenance/org_1", message: "a step broke", cause: "gone" }]);
});
