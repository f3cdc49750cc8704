import { describe, expect, it } from "vitest";
import { schemaOfService } from "./drift.ts";

const at = (name: string) => ({ name, appliedAt: "2026-11-22 20:00:00" });

describe("drift of a schema", () => {
  it("is absent when the database has exactly what the build brings", () => {
    const schema = schemaOfService("auth", ["0001_a.sql", "0002_b.sql"], [at("0001_a.sql"), at("0002_b.sql")]);
    expect(schema.drift).toBe(false);
    expect(schema.migrations.map(({ state }) => state)).toEqual(["applied", "applied"]);
  });

  it("is a migration that waits to be applied", () => {
    const schema = schemaOfService("auth", ["0001_a.sql", "0002_b.sql"], [at("0001_a.sql")]);
    expect(schema).toMatchObject({ drift: true, migrations: [{ state: "applied" }, { name: "0002_b.sql", state: "pending" }] });
    expect(schema.migrations[1]).not.toHaveProperty("appliedAt");
  });

  it("is a migration that this build does not know", () => {
    const schema = schemaOfService("auth", ["0001_a.sql"], [at("0001_a.sql"), at("0002_newer.sql")]);
    expect(schema).toMatchObject({ drift: true, migrations: [{ state: "applied" }, { name: "0002_newer.sql", state: "unknown" }] });
  });
});
