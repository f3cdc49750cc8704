/** Telling endpoints that something is new. */
import { log } from "../../kit/log.ts";
import type { EndpointName } from "../domain/webhook.ts";
import type { EventBusEnv } from "../environment.ts";
import { webhookActor } from "./management.ts";

/** So many are told at once; the others look by themselves within a minute. */
export const maxWoken = 12;

/** Wakes endpoints, at most `maxWoken`. One that does not hear it finds out by itself, so a failure is only said aloud. */
export async function wakeWebhooks(env: EventBusEnv, endpoints: readonly EndpointName[]): Promise<void> {
  try {
    const names = endpoints.slice(0, maxWoken);
    await Promise.all(names.map((name) => webhookActor(env, name).wake(name)));
  } catch (cause) {
    log("warn", { message: "a webhook did not wake", cause: String(cause) });
  }
}
