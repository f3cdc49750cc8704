/** Bindings of the auth service. */
import type { EventQueue } from "../kit/outbox.ts";

export interface AuthEnv {
  AUTH_DB: D1Database;
  EVENTS: EventQueue;
}
