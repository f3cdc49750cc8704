import { expect, test } from "vitest";
import type { AuditEntry } from "../../../contracts/services/audit.ts";
import { canonicalJson, chained, emptyHead, follow, type Head } from "./audit-chain.ts";

async function chainOf(length: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let head: Head = emptyHead;
  for (let sequence = 1; sequence <= length; sequence++) {
    const happening = {
      organisation: "org_1",
      sequence,
      at: "2026-11-29T12:00:00.000Z",
      action: "member.role-changed" as const,
      actor: { kind: "user" as const, id: "usr_1" },
      target: `usr_${sequence}`,
      details: { from: "viewer", to: "editor" },
    };
    const entry = await chained(happening, head);
    entries.push(entry);
    head = entry;
  }
  return entries;
}

test("canonical JSON is that of RFC 8785, appendix and section 3.2.3", () => {
  const sorting = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew",
    "1": "One",
    "\u{1f600}": "Emoji",
    "\u0080": "Control",
  };
  expect(Object.values(JSON.parse(canonicalJson(sorting)) as object)).toHaveLength(6);
  expect(canonicalJson(sorting)).toBe(
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u20ac":"Euro Sign","\u{1f600}":"Emoji","\ufb33":"Hebrew"}',
  );
  expect(canonicalJson({ numbers: [333333333.3333333, 1e30, 4.5, 2e-3], literals: [null, true, false], gone: undefined })).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002]}',
  );
});

test("a chain that nobody touched leads to its last entry, in one piece or in several", async () => {
  const entries = await chainOf(5);
  const whole = await follow(entries);
  expect(whole).toEqual({ head: { sequence: 5, hash: entries[4]?.hash } });
  expect(await follow(entries.slice(2), (await follow(entries.slice(0, 2))).head)).toEqual(whole);
});

test("a row that was altered, taken out, moved or put in is found where it stands", async () => {
  const entries = await chainOf(5);
  const altered = entries.map((entry) => (entry.sequence === 3 ? { ...entry, details: { from: "viewer", to: "owner" } } : entry));
  expect((await follow(altered)).broken).toEqual({ sequence: 3, what: "altered" });
  expect((await follow(entries.filter(({ sequence }) => sequence !== 3))).broken).toEqual({ sequence: 3, what: "missing" });
  expect((await follow(entries.slice(1))).broken).toEqual({ sequence: 1, what: "missing" });
});

test("who alters a row and computes its hash again breaks the chain at the next one", async () => {
  const entries = await chainOf(4);
  const [first, second, ...rest] = entries;
  if (!first || !second) throw new Error("the chain is too short");
  const { previous: _previous, hash: _hash, ...happening } = second;
  const forged = await chained({ ...happening, target: "usr_9" }, first);
  expect((await follow([first, forged, ...rest])).broken).toEqual({ sequence: 3, what: "unchained" });
});
