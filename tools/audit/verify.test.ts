import { expect, test } from "vitest";
import { chained, emptyHead, type Head } from "../../workers/auth/domain/audit-chain.ts";
import { headOf, verifyExport } from "./verify.ts";

async function exported(length: number): Promise<string[]> {
  const lines: string[] = [];
  let head: Head = emptyHead;
  for (let sequence = 1; sequence <= length; sequence++) {
    const entry = await chained(
      {
        organisation: "org_1",
        sequence,
        at: "2026-11-29T12:00:00.000Z",
        action: "key.created",
        actor: { kind: "user", id: "usr_1" },
        target: `key_${sequence}`,
        details: { scopes: ["niches:read"], expiresAt: null },
      },
      head,
    );
    lines.push(JSON.stringify(entry));
    head = entry;
  }
  return lines;
}

test("an export that nobody touched is intact, and what was altered or left out is found where it stands", async () => {
  const lines = await exported(4);
  const { head, broken } = await verifyExport([...lines, ""]);
  expect([head.sequence, broken]).toEqual([4, undefined]);
  expect((await verifyExport(lines.map((line) => line.replace("key_3", "key_9")))).broken).toEqual({ sequence: 3, what: "altered" });
  expect((await verifyExport(lines.filter((_, index) => index !== 1))).broken).toEqual({ sequence: 2, what: "missing" });
});

test("a head that was written down earlier shows a log that was cut, or written anew", async () => {
  const lines = await exported(4);
  const { head } = await verifyExport(lines);
  expect((await verifyExport(lines, head)).broken).toBeUndefined();
  expect((await verifyExport(lines.slice(0, 3), head)).broken).toEqual({ sequence: 4, what: "missing" });
  expect((await verifyExport(lines, { sequence: 2, hash: "0".repeat(64) })).broken).toEqual({ sequence: 2, what: "head" });
  expect(headOf(`4:${head.hash}`)).toEqual(head);
});

test("what is no export is told so by its line", async () => {
  await expect(verifyExport(["{}"])).rejects.toThrow("Line 1 is no entry");
  expect(() => headOf("4")).toThrow("SEQUENCE:HASH");
});
