/** What the database service needs of its Worker's configuration. */
import type { EventQueue } from "../kit/outbox.ts";
import type { PeerServices } from "./domain/peers.ts";

export interface DatabaseEnv extends PeerServices {
  DATABASE_DB: D1Database;
  EVENTS: EventQueue;
  /** Exports and backups. */
  BACKUPS: R2Bucket;
  MAINTENANCE: MaintenanceNamespace;
}

/** The namespace of the actors that keep long work going, one for each organisation. */
export interface MaintenanceNamespace {
  getByName(name: string): { wake(organisation: string): Promise<void> };
}
