/** The short form of `npm run security`, on one Worker. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../tools/security/findings.ts";
import { parts, prove } from "../../tools/security/run.ts";

let outcomes: Outcome[];
beforeAll(async () => {
  outcomes = await prove({
    topology: "together",
    parts,
    thorough: false,
    say: () => undefined,
  });
}, 900_000);

const outcomeOf = (part: string) => outcomes.find((outcome) => outcome.part === part);

describe("the door", () => {
  it("hides everything of an organisation from the members and keys of another, whatever they ask", () => {
    expect(outcomeOf("tenancy")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 900) });
  });

  it("lets everybody do what their role and key allow, and nothing else", () => {
    expect(outcomeOf("roles")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 900) });
  });

  it("sees through forged headers, altered sessions, invented keys, foreign pages, bent paths and hostile bodies", () => {
    expect(outcomeOf("attacks")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 500) });
  });

  it("does once what a hundred requests under one idempotency key ask for at the same moment, and every operation under one", () => {
    expect(outcomeOf("idempotency")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 700) });
  });

  it("answers as its description says, whatever is drawn from it", () => {
    expect(outcomeOf("fuzz")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 1_000) });
  });

  it("lets in what a limit allows, and no more", () => {
    expect(outcomeOf("rate-limits")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 50) });
  });

  it("answers a wrong password and an invented invitation alike, whether or not the address has an account", () => {
    expect(outcomeOf("enumeration")).toMatchObject({ findings: [], probes: 12 });
  });

  it("keeps what it says of OWASP ASVS 5.0, levels 1 and 2", () => {
    expect(outcomeOf("asvs")).toMatchObject({ findings: [], probes: expect.toSatisfy((probes: number) => probes > 80) });
  });
});
