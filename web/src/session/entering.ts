/** What follows when somebody has just signed in. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { nextPage } from "./next-page.ts";

/** Forgets what was known of whoever was here before, and goes on: to `next`, or to the niches. */
export function useEntered(): (next?: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return (next) => {
    queries.clear();
    router.history.push(nextPage(next));
  };
}
