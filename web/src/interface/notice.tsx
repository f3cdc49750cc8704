/** What a page shows while there is nothing else to show: loading, empty, failed. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { explain } from "../api/problem.ts";
import { Button, Spinner } from "./button.tsx";

/** `room`: class of a height like that of what is coming, so that what stands below does not jump. */
export function Loading({ what, room = "" }: { what: string; room?: string }) {
  return (
    <p role="status" className={`flex items-start gap-3 py-8 text-muted ${room}`}>
      <Spinner /> Loading {what}…
    </p>
  );
}

/** `children` may be `false`, as a condition that does not hold. */
export function Empty({ title, children = false }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-xl border border-dashed border-strong-line px-6 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children !== false && <div className="mx-auto mt-2 max-w-prose text-sm text-muted">{children}</div>}
    </div>
  );
}

/** A refusal or a failure: what it was, what to do, and a button for trying again where that can help. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { title, detail, retryable, code } = explain(error);
  return (
    <div role="alert" className="rounded-xl border border-bad bg-bad-soft px-4 py-3 text-sm">
      <p className="font-semibold text-bad">{title}</p>
      <p className="mt-1 wrap-anywhere">{detail}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        {retryable && onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
        <span className="text-xs text-muted">Code: {code}</span>
      </div>
    </div>
  );
}

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** Names what is loading: "niches". */
  what: string;
  /** See `Loading`. */
  room?: string;
  children: (data: T) => ReactNode;
}

/** The data of a query, or its loading or failed state. Data that is there stays visible when a later look fails. */
export function Loaded<T>({ query, what, room = "", children }: LoadedProps<T>) {
  if (query.data === undefined) {
    return query.error === null ? (
      <Loading what={what} room={room} />
    ) : (
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <>
      {query.error !== null && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {children(query.data)}
    </>
  );
}

/** A remark beside content: something to know before using it. */
export function Remark({ tone = "warn", children }: { tone?: "warn" | "good" | "plain"; children: ReactNode }) {
  const look = { warn: "border-warn bg-warn-soft", good: "border-good bg-good-soft", plain: "border-line bg-raised" }[tone];
  return <div className={`rounded-lg border px-4 py-3 text-sm wrap-anywhere ${look}`}>{children}</div>;
}
