/** Telling endpoints that something is new. */
import type { EventBusEnv } from "../environment.ts";
import { endpointsToWake } from "./endpoints.ts";
import { webhookActor } from "./management.ts";

/** So many are told at once; the others look by themselves within a minute. */
const maxWoken = 12;

/** Wakes endpoints of organisations that have new events. One that does not hear it finds out by itself, so a failure is only said aloud. */
export async function wakeWebhooks(env: EventBusEnv, organisations: readonly string[]): Promise<void> {
  try {
    const names = await endpointsToWake(env.EVENT_BUS_DB, organisations, maxWoken);
    await Promise.all(names.map((name) => webhookActor(env, name).wake(name)));
  } catch (cause) {
    console.warn(JSON.stringify({ level: "warn", message: "a webhook did not wake", cause: String(cause) }));
  }
}
