import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { serviceNames } from "../../contracts/services/common.ts";
import { inRoot } from "../../tools/system/paths.ts";

const page = readFileSync(inRoot("docs/reference/storage.md"), "utf8");

/** The text under a third-level heading, up to the next heading. */
function section(heading: string): string {
  const [, text = ""] = page.split(`\n### ${heading}\n`);
  return text.split(/\n##/)[0] ?? "";
}

/** Rows of the table in a section: the name in its first cell, and how many of the four cells say something. */
function documented(heading: string): { table: string; cells: number }[] {
  return [...section(heading).matchAll(/^\| `(\w+)` \|(.*)\|$/gm)].map(([, table = "", rest = ""]) => ({
    table,
    cells: 1 + rest.split("|").filter((cell) => cell.trim() !== "").length,
  }));
}

/** The tables that the migrations of a service leave behind. */
function migrated(service: string): string[] {
  const folder = inRoot(`workers/${service}/migrations`);
  const sql = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .toSorted()
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"))
    .join("\n");
  const tables = new Set<string>();
  for (const [, what, name = "", next] of sql.matchAll(/(CREATE|DROP|ALTER) TABLE `(\w+)`(?: RENAME TO `(\w+)`)?/g)) {
    if (what === "CREATE") tables.add(name);
    if (what === "DROP" || next !== undefined) tables.delete(name);
    if (next !== undefined) tables.add(next);
  }
  return [...tables];
}

const everywhere = documented("Tables that every service has").map(({ table }) => table);

describe("the page on storage", () => {
  it.each(serviceNames)("names just the tables that the migrations of %s make", (service) => {
    const own = documented(`\`${service}\``).map(({ table }) => table);
    expect([...own, ...everywhere].toSorted()).toEqual(migrated(service).toSorted());
  });

  it("says of each whose it is, what it holds and how long it stays", () => {
    const rows = [...serviceNames.map((service) => `\`${service}\``), "Tables that every service has"].flatMap(documented);
    expect(rows.filter(({ cells }) => cells !== 4)).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });
});
