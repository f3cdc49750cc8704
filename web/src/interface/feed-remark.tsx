/** Says when a page is not live. */
import type { FeedStatus } from "../api/feed.ts";

export function FeedRemark({ feed }: { feed: FeedStatus }) {
  if (feed === "lost") return <p className="mt-2 text-sm text-muted">The live connection is down; the page asks every two seconds.</p>;
  if (feed !== "refused") return null;
  return (
    <p role="alert" className="mt-2 text-sm">
      This page does not follow changes any more, because your access has changed or ended. Reload it to see what you may see now.
    </p>
  );
}
