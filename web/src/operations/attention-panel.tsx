/** The first thing on the operations page: does anything wait for a person? */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Remark } from "../interface/notice.tsx";
import { webhooksQuery } from "../webhooks/queries.ts";
import { concerns } from "./attention.ts";
import { deadLettersQuery, rejectedEventsQuery, subscriptionsQuery } from "./queries.ts";

/** Keeps the room of its usual answer while it looks. */
export function AttentionPanel() {
  return (
    <div aria-live="polite" className="min-h-17 sm:min-h-12">
      <Attention />
    </div>
  );
}

function Attention() {
  const subscriptions = useQuery(subscriptionsQuery);
  const rejected = useInfiniteQuery(rejectedEventsQuery);
  const niches = useInfiniteQuery(deadLettersQuery("niche"));
  const runs = useInfiniteQuery(deadLettersQuery("agent-team"));
  const webhooks = useInfiniteQuery(webhooksQuery);
  const parts = [subscriptions, rejected, niches, runs, webhooks];
  const missing = parts.filter(({ error }) => error !== null).length;
  const dead = [niches.data?.pages[0], runs.data?.pages[0]];
  const found = concerns({
    subscriptions: subscriptions.data ?? [],
    rejected: {
      count: rejected.data?.pages[0]?.items.length ?? 0,
      more: rejected.data?.pages[0]?.nextCursor !== undefined,
    },
    deadLetters: {
      count: dead.reduce((sum, page) => sum + (page?.items.length ?? 0), 0),
      more: dead.some((page) => page?.nextCursor !== undefined),
    },
    // An organisation has at most 20, which are one page.
    webhooks: webhooks.data?.pages[0]?.items ?? [],
  });
  if (parts.some(({ isPending }) => isPending)) return <Remark tone="plain">Looking at what waits…</Remark>;
  if (found.length === 0) {
    return missing === 0 ? (
      <Remark tone="good">Nothing waits for you: every service gets its events, and no work was given up.</Remark>
    ) : (
      <Remark>Nothing is known to wait for you, but a part of the answer could not be read; see below.</Remark>
    );
  }
  return (
    <Remark>
      <ul className="space-y-1">
        {found.map(({ place, text }) => (
          <li key={text}>
            {place === "webhooks" ? (
              <Link to="/webhooks" className="underline underline-offset-4">
                {text}
              </Link>
            ) : (
              <Link
                to="/operations"
                search={place === "delivery" ? {} : { view: place }}
                resetScroll={false}
                className="underline underline-offset-4"
              >
                {text}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Remark>
  );
}
