/** The tables of every actor. Created at construction; `IF NOT EXISTS` makes that a no-op from the second time on. */
export const kernelTables = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
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
`;
