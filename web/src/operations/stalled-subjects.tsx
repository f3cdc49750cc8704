/** Subjects whose next event a service refuses, each with the reason and a way to try again now. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { StalledSubject, SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { moment, plural } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { redriveSubject, subscriptionsQuery } from "./queries.ts";

interface StalledSubjectsProps {
  subscriptions: readonly SubscriptionView[];
  mayRedrive: boolean;
}

export function StalledSubjects({ subscriptions, mayRedrive }: StalledSubjectsProps) {
  const stalled = subscriptions.flatMap(({ name, parked, retrying }) => [
    ...parked.map((subject) => ({ name, subject, parked: true })),
    ...retrying.map((subject) => ({ name, subject, parked: false })),
  ]);
  if (stalled.length === 0) return null;
  return (
    <ul aria-label="Subjects that are stuck" className="space-y-3">
      {stalled.map(({ name, subject, parked }) => (
        <Stalled key={`${name} ${subject.subject}`} subscription={name} stalled={subject} parked={parked} mayRedrive={mayRedrive} />
      ))}
    </ul>
  );
}

interface StalledProps {
  subscription: string;
  stalled: StalledSubject;
  parked: boolean;
  mayRedrive: boolean;
}

function Stalled({ subscription, stalled, parked, mayRedrive }: StalledProps) {
  const { subject, eventId, failures, fault, since, nextTry } = stalled;
  const queries = useQueryClient();
  const redriving = useMutation({
    mutationFn: () => redriveSubject(subscription, subject),
    onSuccess: () => queries.invalidateQueries({ queryKey: subscriptionsQuery.queryKey }),
  });
  return (
    <li className="rounded-lg border border-warn bg-warn-soft px-4 py-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={parked ? "bad" : "warn"}>{parked ? "parked" : "retrying"}</Badge>
        <span className="wrap-anywhere">
          {subscription} does not get past <code>{eventId}</code>
        </span>
      </p>
      <p className="mt-1 wrap-anywhere">{fault.detail}</p>
      <p className="mt-1">
        Since {moment(since)}, {plural(failures, "try", "tries")}; next try {moment(nextTry)}. Later events of this subject wait behind it.
      </p>
      {mayRedrive && (
        <Button className="mt-2" pending={redriving.isPending} onClick={() => redriving.mutate()}>
          Try again now
        </Button>
      )}
      {redriving.error !== null && <Failure error={redriving.error} />}
    </li>
  );
}
