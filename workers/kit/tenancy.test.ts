import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { serviceNames, type ServiceName } from "../../contracts/services/common.ts";
import { tenancy as aiModels } from "../ai-models/tenancy.ts";
import { tenancy as auth } from "../auth/tenancy.ts";
import { tenancy as database } from "../database/tenancy.ts";
import { tenancy as eventBus } from "../event-bus/tenancy.ts";
import { tenancy as nicheAnalysis } from "../niche-analysis/tenancy.ts";
import { actorIdsIn, idsOfKind } from "./actor-ids.ts";
import { classify, kitTenancy, type Tenancy } from "./tenancy.ts";

const tenancies: Partial<Record<ServiceName, Tenancy>> = {
  auth,
  "niche-analysis": nicheAnalysis,
  "ai-models": aiModels,
  "event-bus": eventBus,
  database,
};

interface Table {
  name: string;
  columns: string[];
  owned: boolean;
}

/** The tables that the migrations of a service leave behind. */
function tablesOf(service: string): Table[] {
  const folder = new URL(`../${service}/migrations/`, import.meta.url);
  const sql = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const tables = new Map<string, string[]>();
  for (const [, what, name = "", body = "", next] of sql.matchAll(
    /(CREATE|DROP|ALTER) TABLE `(\w+)`(?: \(([\s\S]*?)\n\)| RENAME TO `(\w+)`)?/g,
  )) {
    const columns = what === "CREATE" ? [...body.matchAll(/^\s*`(\w+)`/gm)].map(([, column = ""]) => column) : tables.get(name);
    if (what !== "CREATE" && (what === "DROP" || next !== undefined)) tables.delete(name);
    if (what !== "DROP" && columns) tables.set(next ?? name, columns);
  }
  return Array.from(tables, ([name, columns]) => ({ name, columns, owned: columns.includes("organisation") }));
}

describe("whose the rows are", () => {
  it.each(serviceNames)("is said of every table of %s", (service) => {
    const tables = tablesOf(service);
    expect(tables.length).toBeGreaterThan(5);
    expect(classify(tables, tenancies[service] ?? {})).toMatchObject({ ok: true });
  });

  it.each(serviceNames)("names no table or withheld column of %s that is not there", (service) => {
    const tables = new Map(tablesOf(service).map(({ name, columns }) => [name, columns]));
    for (const [name, { withheld = [] }] of Object.entries(tenancies[service] ?? {})) {
      expect([...tables.keys()]).toContain(name);
      expect(tables.get(name)).toEqual(expect.arrayContaining([...withheld]));
    }
  });

  it("leaves out of every export what looks like a secret", () => {
    const shown = serviceNames.flatMap((service) => {
      const classified = classify(tablesOf(service), tenancies[service] ?? {});
      if (!classified.ok) return [];
      const columns = new Map(tablesOf(service).map((table) => [table.name, table.columns]));
      return classified.value
        .filter(({ exported }) => exported)
        .flatMap(({ name, withheld }) => (columns.get(name) ?? []).filter((column) => !withheld.includes(column)))
        .filter((column) => /password|secret|digest|(^|_)token$|salt/.test(column));
    });
    expect(shown).toEqual([]);
  });

  it("is not guessed for a table that says nothing", () => {
    expect(classify([{ name: "notes", owned: false }], {})).toMatchObject({ ok: false, error: { code: "internal", retryable: false } });
    expect(classify([{ name: "notes", owned: false }], { notes: { where: null } })).toMatchObject({
      ok: true,
      value: [{ exported: false }],
    });
  });

  it("deletes what depends on other rows before those", () => {
    const tables = ["users", "members", "accounts"].map((name) => ({ name, owned: name === "members" }));
    const classified = classify(tables, auth);
    expect(classified.ok && classified.value.map(({ name }) => name)).toEqual(["accounts", "users", "members"]);
  });

  it("covers the tables that the kit gives to every service", () => {
    expect(Object.keys(kitTenancy).toSorted()).toEqual(["commands", "inbox", "outbox", "rebuild_events", "rebuilds", "tombstones"]);
  });
});

describe("ids of actors", () => {
  const [niche, run] = ["nch_01jd4x8k2mabcdefghjkmnpq", "run_01jd4x8k2mabcdefghjkmnpq"];

  it("are found in any text, each once", () => {
    expect(actorIdsIn(`niche/org_1/${niche}:3 {"childId":"${niche}","run":"${run}","team":"tea_01jd4x8k2mabcdefghjkmnpq"}`)).toEqual([
      niche,
      run,
    ]);
    expect(actorIdsIn("anch_01jd4x8k2mabcdefghjkmnpq nch_short")).toEqual([]);
  });

  it("are told apart by kind", () => {
    expect(idsOfKind("niche", [niche, run])).toEqual([niche]);
    expect(idsOfKind("agent-team", [niche, run])).toEqual([run]);
    expect(idsOfKind("event-subscription", [niche, run])).toEqual([]);
  });
});
