/** Names for the ids of the log, which itself holds none. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { keysQuery } from "../keys/queries.ts";
import { membersQuery } from "../members/queries.ts";

/** Members by address, keys and services by name; whoever is gone keeps the id. */
export function useActorNames(): (kind: string, id: string) => string {
  const members = useInfiniteQuery(membersQuery).data?.pages.flatMap(({ items }) => items) ?? [];
  const keys = useInfiniteQuery(keysQuery).data?.pages.flatMap(({ items }) => items) ?? [];
  return (kind, id) => {
    if (kind === "anonymous") return "nobody known";
    return members.find(({ userId }) => userId === id)?.email ?? keys.find((key) => key.id === id || key.service === id)?.name ?? id;
  };
}
