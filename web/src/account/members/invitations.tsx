/** Who was invited, and the means to invite. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { invitationDays, type Invitation } from "../../../../contracts/services/members.ts";
import { Badge, type Tone } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Empty, Failure, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { useProved } from "../../session/identity.tsx";
import { usePermission } from "../../session/permission.ts";
import { administerOrganisation } from "../demands.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { invitationsQuery, revokeInvitation } from "./queries.ts";

const tones: Record<Invitation["status"], Tone> = { open: "accent", accepted: "good", revoked: "plain", expired: "plain" };

/** Nothing for those who may not invite: invitations are not theirs to see. */
export function Invitations() {
  const permission = usePermission(administerOrganisation, "invite");
  return permission.allowed && <InvitationList />;
}

function InvitationList() {
  const query = useInfiniteQuery(invitationsQuery);
  const queries = useQueryClient();
  const proved = useProved();
  const [inviting, setInviting] = useState(false);
  const revoking = useMutation({
    mutationFn: (id: string) => proved(() => revokeInvitation(id)),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const columns: Column<Invitation>[] = [
    { header: "Address", heads: true, className: "min-w-44 wrap-anywhere", cell: ({ email }) => email },
    { header: "As", cell: ({ role }) => role },
    { header: "State", cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
    { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
    { header: "Ends", className: "whitespace-nowrap", cell: ({ expiresAt }) => moment(expiresAt) },
    {
      header: <span className="sr-only">Take back</span>,
      cell: ({ id, email, status }) =>
        status === "open" && (
          <Button
            look="danger"
            aria-label={`Take back the invitation of ${email}`}
            pending={revoking.isPending && revoking.variables === id}
            onClick={() => revoking.mutate(id)}
          >
            Take back
          </Button>
        ),
    },
  ];
  return (
    <Section
      title="Invitations"
      lead={`Whoever has the link and that address joins with it, once, within ${invitationDays} days.`}
      actions={
        <Button look="primary" onClick={() => setInviting(true)}>
          Invite somebody
        </Button>
      }
    >
      {revoking.error !== null && <Failure error={revoking.error} />}
      <Loaded query={query} what="the invitations">
        {({ pages }) => {
          const invitations = pages.flatMap(({ items }) => items);
          return invitations.length === 0 ? (
            <Empty title="Nobody was invited yet" />
          ) : (
            <Table caption="Invitations" columns={columns} rows={invitations} keyOf={({ id }) => id} />
          );
        }}
      </Loaded>
      <ShowMore query={query} what="invitations" />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Section>
  );
}
