/** The tables of every actor, as steps from one version to the next; `docs/reference/storage.md` explains each column. */

/** Step N brings the tables from version N to N + 1. A step that has been released is never changed. */
export const steps: readonly string[] = [
  `
CREATE TABLE IF NOT EXISTS events (
  sequence INTEGER PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL,
  time INTEGER NOT NULL, command_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (sequence INTEGER PRIMARY KEY, sent_at INTEGER, sends INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY, version INTEGER NOT NULL, value TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS commands_at ON commands (at);
CREATE TABLE IF NOT EXISTS effects (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, lane TEXT NOT NULL, input TEXT NOT NULL, principal TEXT NOT NULL,
  command_id TEXT NOT NULL, status TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL,
  lease_until INTEGER, deadline INTEGER, fault TEXT);
CREATE INDEX IF NOT EXISTS effects_due ON effects (status, next_at);
CREATE TABLE IF NOT EXISTS timers (name TEXT PRIMARY KEY, at INTEGER NOT NULL, command TEXT NOT NULL, principal TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS snapshots (version INTEGER PRIMARY KEY, state TEXT NOT NULL);
`,
  `
ALTER TABLE commands ADD COLUMN fingerprint TEXT;
ALTER TABLE outbox ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0;
CREATE INDEX outbox_next ON outbox (next_at);
DROP INDEX effects_due;
ALTER TABLE effects ADD COLUMN requested_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE effects ADD COLUMN first_sequence INTEGER;
ALTER TABLE effects ADD COLUMN last_sequence INTEGER;
ALTER TABLE effects ADD COLUMN started_at INTEGER;
ALTER TABLE effects ADD COLUMN interruptions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE effects ADD COLUMN redrives INTEGER NOT NULL DEFAULT 0;
CREATE INDEX effects_open ON effects (lane, status, next_at) WHERE status IN ('pending', 'running');
CREATE INDEX effects_dead ON effects (requested_at) WHERE status = 'dead';
CREATE TABLE attempts (
  effect_id TEXT NOT NULL, number INTEGER NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER NOT NULL, fault TEXT NOT NULL,
  PRIMARY KEY (effect_id, number)) WITHOUT ROWID;
ALTER TABLE timers ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE timers ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
UPDATE timers SET next_at = at;
CREATE INDEX timers_next ON timers (next_at);
ALTER TABLE snapshots ADD COLUMN shape INTEGER NOT NULL DEFAULT 1;
`,
  // An event of a turn is a row of the log and one of the outbox: written as one, since every statement costs as much as its rows.
  `
CREATE VIEW fresh_events AS SELECT sequence, type, version, data, time, command_id, 0 AS resend_at FROM events;
CREATE TRIGGER fresh_events_insert INSTEAD OF INSERT ON fresh_events BEGIN
  INSERT INTO events (sequence, type, version, data, time, command_id)
    VALUES (NEW.sequence, NEW.type, NEW.version, NEW.data, NEW.time, NEW.command_id);
  INSERT INTO outbox (sequence, sends, sent_at, next_at) VALUES (NEW.sequence, 1, NEW.time, NEW.resend_at);
END;
`,
  // The last event of a turn brings the answer of its command along: a turn of one event is one statement.
  `
DROP VIEW fresh_events;
CREATE VIEW fresh_events AS
  SELECT sequence, type, version, data, time, command_id, 0 AS resend_at, NULL AS answer, NULL AS fingerprint FROM events;
CREATE TRIGGER fresh_events_insert INSTEAD OF INSERT ON fresh_events BEGIN
  INSERT INTO events (sequence, type, version, data, time, command_id)
    VALUES (NEW.sequence, NEW.type, NEW.version, NEW.data, NEW.time, NEW.command_id);
  INSERT INTO outbox (sequence, sends, sent_at, next_at) VALUES (NEW.sequence, 1, NEW.time, NEW.resend_at);
  INSERT INTO commands (id, version, value, fingerprint, at)
    SELECT NEW.command_id, NEW.sequence, NEW.answer, NEW.fingerprint, NEW.time WHERE NEW.answer IS NOT NULL;
END;
`,
  `ALTER TABLE effects ADD COLUMN edits INTEGER NOT NULL DEFAULT 0`,
];

/** Brings the tables up to date. One row is read when they are. Throws (and changes nothing) when a step fails. */
export function migrate(storage: Pick<DurableObjectStorage, "sql" | "transactionSync">): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)");
  const stored = sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'tables'").toArray()[0];
  const version = Number(stored?.value ?? 0);
  if (version >= steps.length) return;
  storage.transactionSync(() => {
    for (const step of steps.slice(version)) sql.exec(step);
    sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES ('tables', ?)", String(steps.length));
  });
}
