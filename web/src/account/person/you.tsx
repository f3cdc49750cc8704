/** Who one is: address, password, organisations. */
import { useMutation, useSuspenseQuery } from "@tanstack/react-query";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { Failure, Remark } from "../../interface/notice.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { meQuery } from "../../session/session.ts";
import { Identities } from "./identities.tsx";
import { Organisations } from "./organisations.tsx";
import { PasswordForm } from "./password-form.tsx";
import { requestVerification } from "./queries.ts";

export function You() {
  return (
    <>
      <Address />
      <Section title="Password" lead="A new one ends every other session of yours.">
        <PasswordForm />
      </Section>
      <Identities />
      <Organisations />
    </>
  );
}

function Address() {
  const { user } = useSuspenseQuery(meQuery).data;
  const requesting = useMutation({ mutationFn: requestVerification });
  return (
    <Section title={user.name}>
      <Card className="space-y-3">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          {user.email}
          {user.emailVerified ? <Badge tone="good">confirmed</Badge> : <Badge tone="warn">not confirmed</Badge>}
        </p>
        {!user.emailVerified && !requesting.isSuccess && (
          <Button pending={requesting.isPending} onClick={() => requesting.mutate()}>
            Send a link to confirm it
          </Button>
        )}
        {requesting.isSuccess && <Remark tone="good">A link is on its way to {user.email}. It works for a day.</Remark>}
        {requesting.error !== null && <Failure error={requesting.error} />}
      </Card>
    </Section>
  );
}
