import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { catalogue, schemaOf, type EventCatalogue } from "./index.ts";

/**
 * `fixtures/<type>.<version>.json`: data as stored logs may hold it. The first case has the least that is allowed, each other one
 * everything, with the next choice wherever there is one. A file is written once, with its version, and never changed: what no longer
 * reads back as it is would be lost from every log. Give the type a new version and an upcaster instead.
 */
const folder = new URL("fixtures/", import.meta.url);
const files = readdirSync(folder).toSorted();
const written = Object.entries(catalogue as EventCatalogue).flatMap(([type, versions]) =>
  Object.keys(versions).map((version) => ({ type, version: Number(version), file: `${type}.${version}.json` })),
);

describe("data of events as they were written", () => {
  it("is kept for every type and version, and for nothing else", () => {
    expect(files).toEqual(written.map(({ file }) => file).toSorted());
  });

  it.each(written)("reads back unchanged: $type, version $version", ({ type, version, file }) => {
    const cases: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    if (!Array.isArray(cases) || cases.length < 2) throw new Error(`${file} needs a least and a full case`);
    const schema = schemaOf(type, version);
    for (const data of cases) expect(schema?.parse(data)).toEqual(data);
  });
});
