/** The next page of a list, when there is one. */
import { Button } from "./button.tsx";

interface ShowMoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  /** Names what there is more of: "deliveries". */
  what: string;
}

export function ShowMore({ query, what }: ShowMoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      Show more {what}
    </Button>
  );
}
