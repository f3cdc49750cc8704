import { expect, test } from "vitest";
import type { AliasChange, AliasDetail } from "../../../../contracts/services/model-registry.ts";
import { rollBackTarget } from "./roll-back-target.ts";

const meant = (version: string) => ({ name: "minilm", version, release: null });

/** Entries as they happened, given back the latest first, as the server does. */
function history(...happened: [change: AliasChange, version: string, canary?: string][]): AliasDetail["history"] {
  return happened
    .map(([change, version, canary]) => ({
      at: "2026-11-29T13:00:00.000Z",
      change,
      model: meant(version),
      canary: canary === undefined ? null : { ...meant(canary), percent: 10 },
      by: null,
    }))
    .toReversed();
}

test("an alias that has meant one version only goes nowhere", () => {
  expect(rollBackTarget(history(["first-version", "1"]))).toBeUndefined();
  expect(rollBackTarget(history(["first-version", "1"], ["canary-set", "1", "2"], ["canary-ended", "1"]))).toBeUndefined();
});

test("it goes back to the version before, over canaries that came to nothing", () => {
  expect(rollBackTarget(history(["first-version", "1"], ["moved-by-hand", "2"]))?.version).toBe("1");
  expect(rollBackTarget(history(["first-version", "1"], ["canary-set", "1", "2"], ["promoted", "2"]))?.version).toBe("1");
  expect(
    rollBackTarget(history(["first-version", "1"], ["moved-by-hand", "2"], ["canary-set", "2", "3"], ["rolled-back", "2"]))?.version,
  ).toBe("1");
});

test("a second roll back goes on to the version before that one", () => {
  const rolledBackOnce = history(["first-version", "1"], ["moved-by-hand", "2"], ["moved-by-hand", "3"], ["rolled-back", "2"]);
  expect(rollBackTarget(rolledBackOnce)?.version).toBe("1");
  const twice = history(["first-version", "1"], ["moved-by-hand", "2"], ["moved-by-hand", "3"], ["rolled-back", "2"], ["rolled-back", "1"]);
  expect(rollBackTarget(twice)).toBeUndefined();
});
