import { describe, expect, it } from "vitest";
import { envelope, type StoredEvent } from "../../contracts/events/index.ts";
import { nicheEvents } from "../../contracts/events/niche-analysis.ts";
import { directoryOf } from "./directory.ts";
import { nameOf, reads, type ProjectedRow, type Projection } from "./projections.ts";

const organisation = "org_00000000000000000000000001";
const niche = `niche/${organisation}/nch_00000000000000000000000001`;
const [actors, letters] = directoryOf("niche", Object.keys(nicheEvents)) as [Projection, Projection];
const fault = { code: "unavailable", detail: "No node is ready.", retryable: true };

function happened(type: string, sequence: number, data: unknown = {}, subject = niche): StoredEvent {
  const parts = { source: "/niche-analysis", type, dataversion: 1, subject, sequence, organisation, time: 1_000 * sequence, data };
  return { ...envelope(parts), position: sequence };
}
const died = (sequence: number, effectId: string, subject = niche) =>
  happened("effect.dead-lettered", sequence, { effectId, effectType: "embed", lane: "embed", fault, attempts: 10 }, subject);
const redriven = (sequence: number, effectId: string) => happened("effect.redriven", sequence, { effectId, redrives: 1 });
const discarded = (sequence: number, effectId: string) => happened("effect.discarded", sequence, { effectId });

/** The rows after these events, by their key. */
function rowsAfter(projection: Projection, events: readonly StoredEvent[]): Map<string, ProjectedRow> {
  const rows = new Map<string, ProjectedRow>();
  for (const event of events.filter((one) => reads(projection, one))) {
    const name = nameOf(projection, projection.keyOf(event));
    const row = projection.apply(rows.get(name), event);
    if (row) rows.set(name, row);
    else rows.delete(name);
  }
  return rows;
}

const history = [happened("niche.created", 1), happened("analysis.started", 2), died(3, "embed:a:0"), died(4, "embed:a:1")];
const actorKey = `${organisation}/niche/nch_00000000000000000000000001`;

describe("the directory of actors", () => {
  it("knows an actor from its first event, its version and how many of its effects are dead", () => {
    expect(rowsAfter(actors, history)).toEqual(
      new Map([
        [
          actorKey,
          {
            organisation,
            kind: "niche",
            id: "nch_00000000000000000000000001",
            version: 4,
            created_at: "1970-01-01T00:00:01.000Z",
            last_event_at: "1970-01-01T00:00:04.000Z",
            last_event_type: "effect.dead-lettered",
            dead_letters: 2,
          },
        ],
      ]),
    );
    const later = [...history, redriven(5, "embed:a:0"), discarded(6, "embed:a:1")];
    expect(rowsAfter(actors, later).get(actorKey)).toMatchObject({ version: 6, dead_letters: 0 });
  });

  it("counts no dead letter twice that was redriven and died again", () => {
    const again = [...history, redriven(5, "embed:a:0"), died(6, "embed:a:0")];
    expect(rowsAfter(actors, again).get(actorKey)).toMatchObject({ dead_letters: 2 });
  });

  it("never counts below none, for effects that died before the log spoke of it", () => {
    expect(rowsAfter(actors, [happened("niche.created", 1), redriven(2, "old")]).get(actorKey)).toMatchObject({ dead_letters: 0 });
  });

  it("reads every event of its own kind, and of other kinds not even those of the kernel", () => {
    expect(Object.keys(nicheEvents).filter((type) => !reads(actors, happened(type, 1)))).toEqual([]);
    const foreign = died(1, "step", `agent-team/${organisation}/run_00000000000000000000000001`);
    expect([reads(actors, foreign), reads(letters, foreign)]).toEqual([false, false]);
    expect(reads(actors, happened("run.started", 1))).toBe(false);
  });
});

describe("the list of dead letters", () => {
  it("has each dead effect with its fault and attempts", () => {
    const rows = rowsAfter(letters, history);
    expect([...rows.keys()]).toEqual([`${actorKey}/embed:a:0`, `${actorKey}/embed:a:1`]);
    expect(rows.get(`${actorKey}/embed:a:1`)).toEqual({
      organisation,
      kind: "niche",
      actor_id: "nch_00000000000000000000000001",
      effect_id: "embed:a:1",
      effect_type: "embed",
      lane: "embed",
      fault: JSON.stringify(fault),
      attempts: 10,
      died_at: "1970-01-01T00:00:04.000Z",
    });
  });

  it("drops what is redriven or discarded", () => {
    const rows = rowsAfter(letters, [...history, redriven(5, "embed:a:0"), discarded(6, "embed:a:1")]);
    expect(rows.size).toBe(0);
  });
});
