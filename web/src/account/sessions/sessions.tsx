/** Where the person is signed in, and the way to end it there. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import type { SessionView, SignInMethod } from "../../../../contracts/services/sessions.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Failure, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { useProved } from "../../session/identity.tsx";
import { browserName } from "./browser-name.ts";
import { revokeOtherSessions, revokeSession, sessionsQuery } from "./queries.ts";

const methods: Record<SignInMethod, string> = {
  password: "password",
  "password+code": "password and code",
  "password+passkey": "password and passkey",
  passkey: "passkey",
  oauth: "another account",
  "oauth+code": "another account and code",
};

const columns: Column<SessionView>[] = [
  {
    header: "Browser",
    heads: true,
    className: "min-w-40",
    cell: ({ userAgent, current }) => (
      <span title={userAgent}>
        {browserName(userAgent)} {current && <Badge tone="accent">this one</Badge>}
      </span>
    ),
  },
  { header: "Signed in", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
  { header: "By", cell: ({ method }) => methods[method] },
  { header: "Last seen", className: "whitespace-nowrap", cell: ({ lastSeenAt }) => moment(lastSeenAt) },
  { header: "Ends", className: "whitespace-nowrap", cell: ({ expiresAt }) => moment(expiresAt) },
];

export function Sessions() {
  const query = useInfiniteQuery(sessionsQuery);
  const queries = useQueryClient();
  const reread = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const proved = useProved();
  const ending = useMutation({ mutationFn: (id: string) => proved(() => revokeSession(id)), onSuccess: reread });
  const endingOthers = useMutation({ mutationFn: () => proved(revokeOtherSessions), onSuccess: reread });
  const end: Column<SessionView> = {
    header: <span className="sr-only">End</span>,
    cell: ({ id, current, userAgent, createdAt }) =>
      !current && (
        <Button
          look="danger"
          aria-label={`End the session of ${browserName(userAgent)} from ${moment(createdAt)}`}
          pending={ending.isPending && ending.variables === id}
          onClick={() => ending.mutate(id)}
        >
          End
        </Button>
      ),
  };
  return (
    <Section
      title="Sessions"
      lead="Where you are signed in. A session ends after a day without a request, and seven days after signing in whatever happens. Do you not know one, end it and change your password."
      actions={
        (query.data?.pages[0]?.items.length ?? 0) > 1 && (
          <Button look="danger" pending={endingOthers.isPending} onClick={() => endingOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {[ending.error, endingOthers.error].map((error, index) => error !== null && <Failure key={index} error={error} />)}
      <Loaded query={query} what="your sessions">
        {({ pages }) => (
          <Table caption="Your sessions" columns={[...columns, end]} rows={pages.flatMap(({ items }) => items)} keyOf={({ id }) => id} />
        )}
      </Loaded>
      <ShowMore query={query} what="sessions" />
    </Section>
  );
}
