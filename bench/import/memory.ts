/** What an isolate may need, whatever the size of a file. */
import type { Figure } from "../figures.ts";

/** Memory of one isolate (Cloudflare's limit for a Worker or Durable Object). */
const isolateMegabytes = 128;
/** A file ten times as long may need so much more. */
const mostGrowth = 1.25;

export interface Memory {
  /** Of the file: "a file of 100 MB". */
  name: string;
  megabytes: number;
}

export function memoryFigure({ name, megabytes }: Memory): Figure {
  return {
    name: `memory of the isolate of all services while ${name} is read`,
    value: megabytes,
    unit: "MB",
    bar: { atMost: isolateMegabytes },
  };
}

export function memoryFigures(small: Memory, large: Memory): Figure[] {
  return [
    memoryFigure(large),
    {
      name: `memory for ${large.name}`,
      value: large.megabytes,
      unit: "MB",
      baseline: { name: `for ${small.name}`, value: small.megabytes },
      ratio: large.megabytes / small.megabytes,
      bar: { atMost: mostGrowth },
    },
  ];
}
