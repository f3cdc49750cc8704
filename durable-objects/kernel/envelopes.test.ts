import * as fc from "fast-check";
import { expect, it } from "vitest";
import { commandEnvelopeSchema, maxCommandId, type CommandEnvelope } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import { parse } from "../../contracts/result.ts";
import { Envelopes } from "./envelopes.ts";
import { testPrincipal } from "./given.ts";

const envelope = (more: object = {}): CommandEnvelope => ({
  id: "c1",
  principal: structuredClone(testPrincipal),
  organisation: testPrincipal.organisation,
  actorId: "nch_1",
  ...more,
});

it("reads the second envelope of a principal like the first", () => {
  const envelopes = new Envelopes();
  const first = envelopes.read(envelope({ deadline: 5, extra: "dropped" }));
  expect(first).toEqual({ ok: true, value: envelope({ deadline: 5 }) });
  expect(envelopes.read(envelope({ deadline: 5, extra: "dropped" }))).toEqual(first);
});

it("checks everything of each envelope, whoever was seen before", () => {
  const envelopes = new Envelopes();
  envelopes.read(envelope());
  const wrong: [object, string][] = [
    [{ id: "" }, "id"],
    [{ expectedVersion: -1 }, "expectedVersion"],
    [{ principal: { ...testPrincipal, role: "king" } }, "principal.role"],
    [{ principal: { ...testPrincipal, scopes: ["everything"] } }, "principal.scopes.0"],
    [{ principal: undefined }, "principal"],
  ];
  for (const [more, path] of wrong)
    expect(envelopes.read(envelope(more))).toMatchObject({ ok: false, error: { code: "invalid_input", fields: [{ path }] } });
});

it("takes no principal for another that differs in one part", () => {
  const envelopes = new Envelopes();
  envelopes.read(envelope());
  const others: Partial<Principal>[] = [
    { id: "usr_2" },
    { kind: "agent" },
    { role: "viewer" },
    { organisation: "org_00000000000000000000000009" },
    { scopes: [] },
    { scopes: testPrincipal.scopes.toReversed() },
  ];
  for (const part of others)
    expect(envelopes.read(envelope({ principal: { ...testPrincipal, ...part } }))).toMatchObject({
      ok: true,
      value: { principal: { ...testPrincipal, ...part } },
    });
});

it("says of any envelope of a known principal what the schema says", () => {
  const envelopes = new Envelopes();
  envelopes.read(envelope());
  const anything = fc.oneof(
    fc.string({ maxLength: 210 }),
    fc.constant("x".repeat(maxCommandId)),
    fc.constant("x".repeat(maxCommandId + 1)),
    fc.double(),
    fc.maxSafeInteger(),
    fc.constantFrom(undefined, null, true, -1, 0, 2 ** 53, Number.NaN, Infinity),
    fc.object(),
  );
  const parts = fc.record(
    { id: anything, organisation: anything, actorId: anything, expectedVersion: anything, deadline: anything, extra: anything },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(parts, (more) => {
      expect(envelopes.read(envelope(more))).toEqual(parse(commandEnvelopeSchema, envelope(more)));
    }),
    { numRuns: 2_000 },
  );
});
