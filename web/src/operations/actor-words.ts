/** Kinds of actors and what happens in them, in words. Pure. */
import type { EffectStatus } from "../../../contracts/actor.ts";
import type { TenantActorKind } from "../../../contracts/services/actors.ts";
import type { Tone } from "../interface/badge.tsx";

export const kindWords: Record<TenantActorKind, { one: string; many: string }> = {
  niche: { one: "niche", many: "Niches" },
  "agent-team": { one: "team run", many: "Team runs" },
};

export const effectTones: Record<EffectStatus, Tone> = {
  pending: "accent",
  running: "accent",
  done: "good",
  dead: "bad",
  cancelled: "plain",
  discarded: "plain",
};

/** What asked for an effect. */
export type Cause =
  /** An earlier effect of the same actor came back, or was given up. */
  | { from: "effect"; effectId: string; outcome: "done" | "failed" }
  | { from: "timer"; name: string }
  /** A person, a program or another service. */
  | { from: "command"; commandId: string };

/** Reads a command's id: the kernel names its own `effect:<id>:done`, `effect:<id>:failed:<redrives>` and `timer:<name>:<time>`. */
export function causeOf(commandId: string): Cause {
  const [, effectId, outcome] = /^effect:(.+):(done|failed)(?::\d+)?$/.exec(commandId) ?? [];
  if (effectId !== undefined) return { from: "effect", effectId, outcome: outcome === "done" ? "done" : "failed" };
  const name = /^timer:(.+):\d+$/.exec(commandId)?.[1];
  return name === undefined ? { from: "command", commandId } : { from: "timer", name };
}
