/** An organisation of the proof: who owns it, what it has, and the word that stands in all its texts. */
import type { Person } from "./people.ts";
import type { Things } from "./things.ts";

export interface House {
  owner: Person;
  things: Things;
  word: string;
}

/** The idempotency key with which the house itself sent an operation. */
export function keyUsed({ word }: Pick<House, "word">, operationId: string): string {
  return `${word}-${operationId}`;
}
