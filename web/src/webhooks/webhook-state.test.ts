import { describe, expect, it } from "vitest";
import type { Webhook, WebhookHealth } from "../../../contracts/services/webhooks.ts";
import { stateOf } from "./webhook-state.ts";

const webhook: Webhook = {
  id: "whk_1",
  url: "https://hooks.example.com/in",
  description: "",
  types: [],
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  previousSecretUntil: null,
  createdAt: "2026-01-01T00:00:00Z",
  version: 1,
  updatedAt: "2026-01-01T00:00:00Z",
};
const health: WebhookHealth = { cursor: 9, lag: 0, pending: 0, retrying: 0, lastDeliveredAt: null, nextAttemptAt: null };

describe("the state of an endpoint", () => {
  it.each<[string, string, Partial<WebhookHealth>]>([
    ["up to date", "good", {}],
    ["delivering", "accent", { lag: 3 }],
    ["delivering", "accent", { pending: 1 }],
    ["failing", "warn", { pending: 2, retrying: 1 }],
  ])("is “%s” (%s) with %o", (word, tone, change) => {
    expect(stateOf(webhook, { ...health, ...change })).toMatchObject({ word, tone });
  });

  it("is just “on” where its health was not asked for", () => {
    expect(stateOf(webhook)).toEqual({ word: "on", tone: "good" });
  });

  it("says who switched it off, and when the receiver has to be mended first", () => {
    const off = (disabledReason: Webhook["disabledReason"]) =>
      stateOf({ ...webhook, enabled: false, disabledReason, disabledAt: "2026-01-02T00:00:00Z" }, { ...health, retrying: 5 });
    expect(off("asked")).toMatchObject({ word: "off", tone: "plain", advice: expect.not.stringContaining("Mend") });
    expect(off("gone")).toMatchObject({ word: "off", tone: "bad", advice: expect.stringMatching(/410.*Mend the receiver first/) });
    expect(off("failing").advice).toMatch(/ten attempts.*nothing is lost/);
  });
});
