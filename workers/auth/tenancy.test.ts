import { readdirSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { classify } from "../kit/tenancy.ts";
import { tenancy } from "./tenancy.ts";

const folder = new URL("migrations/", import.meta.url);
const [here, there] = ["org_1", "org_2"];
let db: DatabaseSync;

const names = (table: string, column = "id") =>
  db
    .prepare(`SELECT ${column} AS name FROM ${table} ORDER BY 1`)
    .all()
    .map(({ name }) => name);

/** Ada is in the first organisation alone, Ben in both, Cleo in the second alone; each has a password and a session. */
beforeEach(() => {
  db = new DatabaseSync(":memory:");
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith(".sql"))
    .toSorted()) {
    db.exec(readFileSync(new URL(name, folder), "utf8"));
  }
  for (const id of [here, there]) db.prepare("INSERT INTO organisations (id, name, created_at) VALUES (?, 'Looms', 1)").run(id);
  const memberships: Record<string, string[]> = { ada: [here], ben: [here, there], cleo: [there] };
  for (const [user, organisations] of Object.entries(memberships)) {
    db.prepare("INSERT INTO users VALUES (?, 'Name', ?, 1, NULL, 1, 1)").run(user, `${user}@example.com`);
    db.prepare(
      "INSERT INTO accounts (id, account_id, provider_id, user_id, created_at, updated_at) VALUES (?1, ?1, 'credential', ?1, 1, 1)",
    ).run(user);
    for (const organisation of organisations) {
      db.prepare("INSERT INTO members (organisation, user_id, role, created_at) VALUES (?, ?, 'owner', 1)").run(organisation, user);
      db.prepare(
        "INSERT INTO sessions (id, token, user_id, organisation, expires_at, created_at, updated_at) VALUES (?1, ?1, ?2, ?3, 9, 1, 1)",
      ).run(`${user}-${organisation}`, user, organisation);
      db.prepare(
        "INSERT INTO api_keys (id, organisation, owner, name, digest, scopes, created_at) VALUES (?, ?, ?, 'n', 'd', '[]', 1)",
      ).run(`key-${user}-${organisation}`, organisation, user);
    }
  }
});

/** The tables with their conditions, as an erasure deletes them. */
function tables() {
  const found = db
    .prepare(
      "SELECT name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'organisation') AS owned FROM sqlite_master m WHERE type = 'table'",
    )
    .all()
    .map(({ name, owned }) => ({ name: String(name), owned: owned === 1 }));
  const classified = classify(found, tenancy);
  return classified.ok ? classified.value : [];
}

describe("the people of an organisation", () => {
  it("go with it when they are in no other, with their passwords, sessions and keys", () => {
    for (const { name, where } of tables()) if (where !== null) db.prepare(`DELETE FROM ${name} WHERE ${where}`).run(here);
    expect(names("users")).toEqual(["ben", "cleo"]);
    expect(names("accounts")).toEqual(["ben", "cleo"]);
    expect(names("organisations")).toEqual([there]);
    expect(names("sessions")).toEqual([`ben-${there}`, `cleo-${there}`]);
    expect(names("api_keys")).toEqual([`key-ben-${there}`, `key-cleo-${there}`]);
    expect(names("members", "user_id")).toEqual(["ben", "cleo"]);
  });

  it("are in its export, and those of others are not", () => {
    const users = tables().find(({ name }) => name === "users");
    const rows = db.prepare(`SELECT id FROM users WHERE ${users?.where}`).all(here);
    expect(rows.map(({ id }) => id)).toEqual(["ada"]);
  });
});
