/** Where a page still has a secret that it has shown. */
import type { Page } from "playwright-core";

export type Trace = "document" | "address" | "history" | "local storage" | "session storage" | "cookies" | "requests" | "answers";

/**
 * Everything that a page keeps and a script of it could read, as far as `secret` stands in it, but for the address at which the browser notes that it
 * was opened, which nobody can change. Throws when the app's cache of answers is not found.
 */
export function tracesOf(page: Page, secret: string): Promise<Trace[]> {
  return page.evaluate((wanted) => {
    interface Fiber {
      child: Fiber | null;
      memoizedProps: { client?: Cache } | null;
      stateNode: { current: Fiber } | null;
    }
    interface Kept {
      getAll(): { queryKey?: unknown; state: unknown }[];
    }
    interface Cache {
      getQueryCache?(): Kept;
      getMutationCache(): Kept;
    }
    // React writes its tree beside the element that it draws into; the provider of the cache stands near its top.
    const place = document.getElementById("app") as unknown as Record<string, Fiber>;
    const key = Object.keys(place).find((name) => name.startsWith("__reactContainer$")) ?? "";
    let fiber: Fiber | null = place[key]?.stateNode?.current ?? null;
    while (fiber !== null && !fiber.memoizedProps?.client?.getQueryCache) fiber = fiber.child;
    const cache = fiber?.memoizedProps?.client;
    if (!cache?.getQueryCache) throw new Error("The cache of the app was not found.");
    const answers = [cache.getQueryCache(), cache.getMutationCache()].flatMap((kept) =>
      kept.getAll().map(({ queryKey, state }) => [queryKey, state]),
    );
    const places: [Trace, string][] = [
      ["document", document.documentElement.outerHTML],
      ["document", [...document.querySelectorAll("input, textarea")].map((field) => (field as HTMLInputElement).value).join("\n")],
      ["address", location.href],
      ["history", JSON.stringify(history.state)],
      ["local storage", JSON.stringify({ ...localStorage })],
      ["session storage", JSON.stringify({ ...sessionStorage })],
      ["cookies", document.cookie],
      [
        "requests",
        performance
          .getEntriesByType("resource")
          .map(({ name }) => name)
          .join("\n"),
      ],
      ["answers", JSON.stringify(answers)],
    ];
    return [...new Set(places.filter(([, text]) => text.includes(wanted)).map(([name]) => name))];
  }, secret);
}
