/** The actors of an organisation, found by the ids that anything of it names. */
import { actorName } from "../../contracts/actor.ts";
import { actorIdsIn } from "./actor-ids.ts";

/** An actor that can be told to forget everything for good. */
export interface ErasableActor {
  erase(): Promise<void>;
}

/** Ids that the answers of the organisation's recorded commands name, up to 500 after `after`; with the row to go on from. */
export async function idsInCommands(db: D1Database, organisation: string, after: number): Promise<{ ids: string[]; last?: number }> {
  const { results } = await db
    .prepare(`SELECT rowid AS "row", value FROM commands WHERE organisation = ? AND rowid > ? ORDER BY rowid LIMIT 500`)
    .bind(organisation, after)
    .all<{ row: number; value: string }>();
  const last = results.at(-1)?.row;
  return { ids: actorIdsIn(results.map(({ value }) => value).join("\n")), ...(last === undefined ? {} : { last }) };
}

/** Erases one actor. It ends its own instance when it has, which its caller sees as a failure of that name. */
export async function eraseActor(
  namespace: { getByName(name: string): Partial<ErasableActor> },
  organisation: string,
  id: string,
): Promise<void> {
  try {
    await namespace.getByName(actorName(organisation, id)).erase?.();
  } catch (cause) {
    if (!(cause instanceof Error && cause.message.includes(erased))) throw cause;
  }
}

/** The reason with which an erased actor ends. */
export const erased = "erased";
