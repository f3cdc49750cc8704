import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { serviceNames } from "../../contracts/services/common.ts";
import { migrationsManifest } from "./migrations-manifest.ts";

const root = new URL("../../", import.meta.url);

it("names exactly the migration files of every service (run node tools/migrations-manifest.ts after adding one)", () => {
  const files = readdirSync(new URL("workers/", root), { recursive: true, encoding: "utf8" }).filter((path) =>
    /^[^/]+\/migrations\/[^/]+\.sql$/.test(path),
  );
  const named = serviceNames.flatMap((service) => migrationsManifest[service].map((name) => `${service}/migrations/${name}`));
  expect(named.toSorted()).toEqual(files.toSorted());
});
