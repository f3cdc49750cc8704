import { expect, test } from "vitest";
import { comingBack } from "./coming-back.ts";

test("a second step that is wanted is taken up", () => {
  expect(comingBack("#challenge=c1&methods=code,passkey")).toEqual({ secondStep: { challenge: "c1", methods: ["code", "passkey"] } });
});

test.each([
  ["#failed=conflict", "confirm the address first"],
  ["#failed=forbidden", "has not verified your address"],
  ["#failed=unauthenticated", "Try again"],
  ["#failed=Call%20this%20number", "Try again"],
  ["#failed=constructor", "Try again"],
])("%s is told in words of ours", (hash, words) => {
  const { failed, secondStep } = comingBack(hash);
  expect(failed).toContain(words);
  expect(failed).not.toContain("number");
  expect(secondStep).toBeUndefined();
});

test.each(["", "#", "#challenge=c1", "#challenge=c1&methods=", "#challenge=c1&methods=blackmail"])("%j brings nothing", (hash) => {
  expect(comingBack(hash)).toEqual({});
});
