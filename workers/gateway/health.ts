/** How the door is, without asking anybody: what this isolate knows of the services and its actors, of its settings, and of what is going on. */
import type { DoorHealth } from "../../contracts/services/gateway.ts";
import { nameOf, type Part } from "./reach.ts";

export interface HealthParts {
  leftAlone: readonly Part[];
  /** What cannot be read of the settings, one sentence each. */
  problems: readonly string[];
  /** Part of the room for requests that is taken, 0 to 1. */
  load: number;
}

/** From here on some requests are refused. */
const fullFrom = 0.5;

export function healthOf({ leftAlone, problems, load }: HealthParts): DoorHealth {
  const degraded = [
    ...leftAlone.map((part) => ({ part, reason: `The ${nameOf(part)} failed several times in a row and is left alone for some seconds.` })),
    ...problems.map((reason) => ({ part: "settings" as const, reason })),
    ...(load >= fullFrom
      ? [{ part: "load" as const, reason: `${Math.round(load * 100)} % of the room is taken; heavy requests are refused.` }]
      : []),
  ];
  return degraded.length === 0 ? { status: "ok" } : { status: "degraded", degraded };
}
