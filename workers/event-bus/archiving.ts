/** Seeing to it that the archivist works at all: no cron fires on a developer's machine, so the first events arm its alarm. */
import { log } from "../kit/log.ts";
import { archivistName, type ArchivistNamespace } from "./domain/archive/archivist.ts";
import type { EventBusEnv } from "./environment.ts";

/** So long an instance of this Worker trusts that the alarm which it saw to is set. */
const trustMs = 3_600_000;
const armedAt = new WeakMap<ArchivistNamespace, number>();

/** Arms the archivist, about once an hour for each instance of the Worker. A failure is only said aloud: the next events try again. */
export async function keepArchiving(env: Pick<EventBusEnv, "EVENT_ARCHIVIST">, now: number): Promise<void> {
  const last = armedAt.get(env.EVENT_ARCHIVIST);
  if (last !== undefined && now - last < trustMs) return;
  try {
    await env.EVENT_ARCHIVIST.getByName(archivistName).arm();
    armedAt.set(env.EVENT_ARCHIVIST, now);
  } catch (cause) {
    log("warn", { message: "the archivist was not armed", cause: String(cause) });
  }
}
