import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { evidenceSchema, nicheDetailSchema, type NicheDetail } from "../../contracts/services/niche-analysis.ts";
import { pageSchema } from "../../contracts/page.ts";
import { problemSchema } from "../kit/problem.ts";
import { RunningService } from "./testing/harness.ts";
import { csvOf, reviews } from "./testing/reviews.ts";

let service: RunningService;
beforeAll(async () => {
  service = await RunningService.start();
});
afterAll(() => service?.stop());
beforeEach(async () => {
  await service.model({});
  await service.standing("owner");
});

const kind = "niche";
const [viewer, stranger] = ["?role=viewer", "?organisation=2"];
const texts = reviews.slice(0, 200);
const noMore = { code: "forbidden" as const, detail: "This node takes no more texts.", retryable: false };

async function withEvidence(name: string): Promise<NicheDetail> {
  const niche = await service.create(name);
  await service.import(niche.id, csvOf(texts));
  return service.niche(niche.id);
}

/** A niche whose second chunk found no model: the analysis has failed, and one effect is dead. */
async function withDeadLetter(): Promise<{ niche: NicheDetail; effectId: string }> {
  const { id } = await withEvidence("Dead letter");
  await service.model({ failAfter: 2, fault: noMore });
  await service.analyse(id);
  const niche = await service.finished(id);
  await service.model({});
  const letters = await lettersOf(id, 1);
  return { niche, effectId: letters[0]?.effectId ?? "" };
}

interface Letter {
  actorId: string;
  effectId: string;
}

/** Dead letters of a niche, once there are so many: the directory follows its events with a short lag. */
async function lettersOf(actorId: string, count: number): Promise<Letter[]> {
  const look = async () => {
    const answer = await service.office("deadLetters", { kind });
    const page = answer.ok ? (answer.value as { items: Letter[] }) : { items: [] };
    return page.items.filter((letter) => letter.actorId === actorId);
  };
  await expect.poll(async () => (await look()).length, { timeout: 20_000 }).toBe(count);
  return look();
}

const findingsOf = ({ themes, finding, opportunity, evidenceCount, topThemes }: NicheDetail) => ({
  themes,
  finding,
  opportunity,
  evidenceCount,
  topThemes,
});
const problemOf = async (answer: Promise<Response>) => problemSchema.parse(await (await answer).json());

async function calmFindings(): Promise<ReturnType<typeof findingsOf>> {
  const calm = await withEvidence("Dead letter");
  await service.analyse(calm.id);
  return findingsOf(await service.finished(calm.id));
}

describe("a dead letter of a niche", () => {
  it("is listed with its cause, shows its attempts, and counts in the directory of actors", async () => {
    const { niche, effectId } = await withDeadLetter();
    expect(await lettersOf(niche.id, 1)).toEqual([
      {
        kind,
        actorId: niche.id,
        effectId,
        effectType: "embed",
        lane: "embed",
        fault: noMore,
        attempts: 1,
        diedAt: expect.stringMatching(/^20/),
      },
    ]);
    const actors = await service.office("actors", { kind, limit: 200 });
    const listed = actors.ok ? (actors.value as { items: { id: string }[] }).items : [];
    expect(listed.find(({ id }) => id === niche.id)).toMatchObject({ kind, version: niche.version, deadLetters: 1 });
    const effect = await service.office("inspectEffect", { kind, actorId: niche.id, effectId }, viewer);
    expect(effect).toMatchObject({ ok: true, value: { id: effectId, status: "dead", attempts: [{ number: 1, fault: noMore }] } });
  });

  it("that is redriven lets the analysis go on to what it would have found undisturbed", async () => {
    const { niche, effectId } = await withDeadLetter();
    const redrive = { kind, actorId: niche.id, effectId, commandId: "redrive-1" };
    expect(await service.office("redriveEffect", redrive)).toMatchObject({ ok: true, value: { id: effectId, redrives: 1 } });
    const finished = await service.finished(niche.id, niche.version);
    expect(finished.work.status).toBe("succeeded");
    expect(findingsOf(finished)).toEqual(await calmFindings());
    await lettersOf(niche.id, 0);
    expect(await service.office("redriveEffect", redrive)).toMatchObject({ ok: true, value: { status: "done" } });
    expect(await service.office("redriveEffect", { ...redrive, commandId: "other" })).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
    await expect.poll(async () => (await service.verification()).mismatches, { timeout: 20_000 }).toEqual([]);
  });

  it("whose input was spoiled is not redriven before it is mended", async () => {
    const { niche, effectId } = await withDeadLetter();
    const effect = { kind, actorId: niche.id, effectId };
    const found = await service.office("inspectEffect", effect);
    const input = JSON.parse((found as { ok: true; value: { input: string } }).value.input) as { window: number };
    expect(await service.office("editEffect", { ...effect, commandId: "e1", input: { window: "three" } })).toMatchObject({ ok: true });
    expect(await service.office("redriveEffect", { ...effect, commandId: "r1" })).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
    const edited = await service.office("editEffect", { ...effect, commandId: "e2", input });
    expect(edited).toMatchObject({ ok: true, value: { input: JSON.stringify(input), status: "dead" } });
    expect(await service.office("redriveEffect", { ...effect, commandId: "r2" })).toMatchObject({ ok: true });
    expect((await service.finished(niche.id, niche.version)).work.status).toBe("succeeded");
  });

  it("that is discarded leaves the list, and is never redriven", async () => {
    const { niche, effectId } = await withDeadLetter();
    const effect = { kind, actorId: niche.id, effectId, commandId: "discard" };
    expect(await service.office("discardEffect", effect)).toMatchObject({ ok: true, value: { status: "discarded" } });
    await lettersOf(niche.id, 0);
    expect(await service.office("redriveEffect", { ...effect, commandId: "late" })).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  it("is not there for another organisation, and a viewer may only look", async () => {
    const { niche, effectId } = await withDeadLetter();
    const effect = { kind, actorId: niche.id, effectId, commandId: "c" };
    for (const method of ["inspectEffect", "editEffect", "redriveEffect", "discardEffect"])
      expect(await service.office(method, { ...effect, input: {} }, stranger)).toMatchObject({ ok: false, error: { code: "not_found" } });
    for (const method of ["editEffect", "redriveEffect", "discardEffect"])
      expect(await service.office(method, { ...effect, input: {} }, viewer)).toMatchObject({ ok: false, error: { code: "forbidden" } });
    expect(await service.office("deadLetters", { kind }, stranger)).toEqual({ ok: true, value: { items: [] } });
    expect(await service.office("deadLetters", { kind: "agent-team" })).toEqual({ ok: true, value: { items: [] } });
    for (const actorId of [`run_${"1".repeat(26)}`, "nch_1/x", `nch_${"1".repeat(26)}`])
      expect(await service.office("inspectEffect", { ...effect, actorId })).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it("is paged latest first, and a cursor of another list is refused", async () => {
    const all = (await service.office("deadLetters", { kind, limit: 200 })) as { ok: true; value: { items: Letter[] } };
    expect(all.value.items.length).toBeGreaterThan(1);
    const paged: Letter[] = [];
    let cursor: string | undefined;
    do {
      const page = (await service.office("deadLetters", { kind, limit: 1, cursor })) as {
        ok: true;
        value: { items: Letter[]; nextCursor?: string };
      };
      paged.push(...page.value.items);
      cursor = page.value.nextCursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(all.value.items);
    const actors = (await service.office("actors", { kind, limit: 1 })) as { ok: true; value: { nextCursor: string } };
    expect(await service.office("deadLetters", { kind, cursor: actors.value.nextCursor })).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });
});

describe("a fork of a niche", () => {
  const fork = (id: string, version: number, key?: string, query = "") =>
    service.request("POST", `/api/v1/niches/${id}/fork${query}`, { version }, key === undefined ? {} : { "idempotency-key": key });
  const forked = async (id: string, version: number, key?: string) => service.json(nicheDetailSchema, fork(id, version, key));
  const evidenceOf = async (id: string) =>
    (await service.json(pageSchema(evidenceSchema), service.request("GET", `/api/v1/niches/${id}/evidence?limit=200`))).items;

  it("has the evidence, themes and score of its past under its own id, and goes its own way", async () => {
    const { id } = await withEvidence("Original");
    await service.analyse(id);
    const original = await service.finished(id);
    const answer = await fork(id, original.version, "fork-1");
    expect(answer.status).toBe(201);
    const copy = nicheDetailSchema.parse(await answer.json());
    expect(answer.headers.get("location")).toBe(`/api/v1/niches/${copy.id}`);
    expect(copy.id).not.toBe(id);
    expect(copy).toEqual({ ...original, id: copy.id });
    expect(await evidenceOf(copy.id)).toEqual(await evidenceOf(id));
    expect((await forked(id, original.version, "fork-1")).id).toBe(copy.id);
    expect(await problemOf(fork(id, 1, "fork-1"))).toMatchObject({ code: "key_reused" });

    await service.import(copy.id, csvOf(reviews.slice(200, 240)));
    expect((await service.niche(copy.id)).evidenceCount).toBeGreaterThan(original.evidenceCount);
    expect((await service.niche(id)).evidenceCount).toBe(original.evidenceCount);
    await expect.poll(async () => (await service.verification()).mismatches, { timeout: 20_000 }).toEqual([]);
  });

  it("of a past in the middle of an analysis finishes it with the same findings", async () => {
    const expected = await calmFindings();
    const { id } = await withEvidence("Dead letter");
    await service.analyse(id);
    const done = await service.finished(id);
    await expect.poll(async () => (await service.events(id)).length, { timeout: 20_000 }).toBe(done.version);
    const prepared = (await service.events(id)).find(({ type }) => type === "analysis.prepared")?.sequence ?? 0;
    for (const version of [prepared - 1, prepared]) {
      const { id: copyId } = await forked(id, version);
      expect(findingsOf(await service.finished(copyId, version))).toEqual(expected);
    }
  });

  it("has no dead letters of its past", async () => {
    const { niche } = await withDeadLetter();
    const copy = await forked(niche.id, niche.version);
    await expect.poll(async () => (await service.events(copy.id)).at(-1)?.type, { timeout: 20_000 }).toBe("effect.discarded");
    await lettersOf(copy.id, 0);
    await service.analyse(copy.id);
    expect((await service.finished(copy.id, copy.version)).work.status).toBe("succeeded");
  });

  it("needs a version that was, a niche of one's own, and the right to write", async () => {
    const { id, version } = await withEvidence("Refusals");
    expect(await problemOf(fork(id, version + 1))).toMatchObject({ status: 400 });
    expect(await problemOf(fork(id, 0))).toMatchObject({ status: 400 });
    expect(await problemOf(fork(id, 1, undefined, stranger))).toMatchObject({ status: 404 });
    expect(await problemOf(fork(id, 1, undefined, viewer))).toMatchObject({ status: 403 });
  });
});

describe("an idempotency key", () => {
  it("that is used again for another request is refused, for files and analyses alike", async () => {
    const { id } = await service.create("Keys");
    const key = { "idempotency-key": "once" };
    const send = (file: string) =>
      fetch(new URL(`/api/v1/niches/${id}/evidence?fileName=a.csv`, service.url), {
        method: "POST",
        headers: { "content-type": "text/csv", ...key },
        body: file,
      });
    expect((await send(csvOf(texts))).status).toBe((await send(csvOf(texts))).status);
    expect(await problemOf(send(csvOf(texts.slice(1))))).toMatchObject({ code: "key_reused" });
    expect(await problemOf(service.request("POST", `/api/v1/niches/${id}/analyses`, { seed: 1 }, key))).toMatchObject({
      code: "key_reused",
    });
    expect((await service.niche(id)).imports).toHaveLength(1);
    await service.analyse(id, { "idempotency-key": "analyse" });
    const other = service.request("POST", `/api/v1/niches/${id}/analyses`, { seed: 2 }, { "idempotency-key": "analyse" });
    expect(await problemOf(other)).toMatchObject({ code: "key_reused" });
  });
});

describe("an analysis whose person was put out", () => {
  const slow = { delayMs: 6_000 };

  it("goes no further in their name, and to its end in the name of whoever redrives it", async () => {
    const { id } = await withEvidence("Put out");
    // The model takes longer than an answer of the auth service is believed.
    await service.model(slow);
    await service.analyse(id);
    await service.standing("gone");
    const failed = await service.finished(id);
    expect(failed.work).toMatchObject({ status: "failed", message: expect.stringContaining("who is no member any more") });
    expect(failed.themes).toEqual([]);

    await service.model({});
    await service.standing("owner");
    const letters = await lettersOf(id, 1);
    for (const { effectId } of letters) {
      const redriven = await service.office("redriveEffect", { kind, actorId: id, effectId, commandId: `heir-${effectId}` }, "?user=2");
      expect(redriven).toMatchObject({ ok: true, value: { principal: { kind: "user", id: "usr_00000000000000000000000002" } } });
    }
    await expect.poll(async () => (await service.niche(id)).work.status, { timeout: 20_000 }).toBe("succeeded");
  });

  it("waits while nobody can say whether they still may", async () => {
    const { id } = await withEvidence("Unknown");
    await service.standing("unavailable");
    await service.analyse(id);
    await expect.poll(async () => (await service.niche(id)).work.status, { timeout: 20_000 }).toBe("running");
    expect(await service.calls()).toEqual({});
    await service.standing("owner");
    expect((await service.finished(id)).work.status).toBe("succeeded");
  });

  it("asks a model as what a demoted person is now", async () => {
    const { id } = await withEvidence("Demoted");
    await service.standing("viewer");
    await service.analyse(id);
    expect((await service.finished(id)).work).toMatchObject({ status: "failed", message: expect.stringContaining("models:infer") });
  });
});
