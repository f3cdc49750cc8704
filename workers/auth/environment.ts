/** Bindings of the auth service. */
import type { EventQueue } from "../kit/outbox.ts";

export interface AuthEnv {
  AUTH_DB: D1Database;
  EVENTS: EventQueue;
  /** The key of whoever runs the installation. Shorter than 32 characters or absent: there is no operator. */
  OPERATOR_KEY?: string;
}
