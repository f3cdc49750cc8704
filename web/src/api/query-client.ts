/** How answers are kept and asked for again. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem, isSignedOut } from "./problem.ts";

const maxRetries = 2;

/** `onSignedOut` hears of every refusal for want of a session. Only what the server calls retryable is tried again. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error, query) => (query.meta?.["anonymous"] === true ? undefined : onError(error)) }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: (failures, error) => failures < maxRetries && error instanceof ApiProblem && error.retryable, staleTime: 2_000 },
      // What was sent and what came back can be a secret: it goes with the page or dialog that asked, and waits nowhere.
      mutations: { gcTime: 0 },
    },
  });
}
