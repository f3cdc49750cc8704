import { expect, test } from "vitest";
import { systemSources } from "../../contracts/ids.ts";
import { seal, unseal } from "./sealing.ts";

const key = "0123456789abcdef0123456789abcdef";

test("what was sealed opens with its key, for its owner, and unaltered; otherwise not", async () => {
  const sealed = await seal(key, systemSources, "JBSWY3DPEHPK3PXP", "usr_1");
  if (!sealed.ok) throw new Error(sealed.error.detail);
  expect(sealed.value).not.toContain("JBSWY3DP");
  expect(await unseal(key, sealed.value, "usr_1")).toBe("JBSWY3DPEHPK3PXP");
  expect(await unseal(key, sealed.value, "usr_2")).toBeUndefined();
  expect(await unseal(key.replace("0", "1"), sealed.value, "usr_1")).toBeUndefined();
  // Not at the end, where some bits of the last letters count for nothing, and always another letter.
  const altered = `${sealed.value.slice(0, -8)}${sealed.value.at(-8) === "A" ? "B" : "A"}${sealed.value.slice(-7)}`;
  expect(await unseal(key, altered, "usr_1")).toBeUndefined();
  expect(await unseal(key, "JBSWY3DPEHPK3PXP", "usr_1")).toBeUndefined();
  expect(await seal(key, systemSources, "JBSWY3DPEHPK3PXP", "usr_1")).not.toEqual(sealed);
  expect(await unseal(key, sealed.value, "usr_1", "mail")).toBeUndefined();
});

test("without a key, or with one that is short, nothing is sealed", async () => {
  for (const short of [undefined, "", "x".repeat(31)])
    expect(await seal(short, systemSources, "s", "usr_1")).toMatchObject({ ok: false, error: { code: "unavailable" } });
});
