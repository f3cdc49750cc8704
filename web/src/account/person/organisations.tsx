/** The organisations that one belongs to: go to another one, or leave this one. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Membership } from "../../../../contracts/services/members.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { Failure, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { useEntered } from "../../session/entering.ts";
import { useProved } from "../../session/identity.tsx";
import { NewOrganisationDialog } from "../organisation/new-organisation-dialog.tsx";
import { enterOrganisation, leaveOrganisation, membershipsQuery } from "./queries.ts";

export function Organisations() {
  const query = useQuery(membershipsQuery);
  const entered = useEntered();
  const entering = useMutation({ mutationFn: enterOrganisation, onSuccess: () => entered() });
  const [leaving, setLeaving] = useState<Membership | null>(null);
  const [isMaking, setMaking] = useState(false);
  const columns: Column<Membership>[] = [
    {
      header: "Organisation",
      heads: true,
      className: "min-w-40 wrap-anywhere",
      cell: ({ organisation, current }) => (
        <>
          {organisation.name} {current && <Badge tone="accent">you are here</Badge>}
        </>
      ),
    },
    { header: "You are", cell: ({ role }) => role },
    {
      header: <span className="sr-only">Actions</span>,
      cell: (membership) => (
        <span className="flex justify-end gap-2">
          {membership.current ? (
            <Button look="danger" onClick={() => setLeaving(membership)}>
              Leave
            </Button>
          ) : (
            <Button
              pending={entering.isPending && entering.variables === membership.organisation.id}
              onClick={() => entering.mutate(membership.organisation.id)}
              aria-label={`Go to ${membership.organisation.name}`}
            >
              Go there
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Section title="Organisations" lead="A session acts in one of them at a time.">
      {entering.error !== null && <Failure error={entering.error} />}
      <Loaded query={query} what="your organisations">
        {(memberships) => (
          <Table caption="Your organisations" columns={columns} rows={memberships} keyOf={({ organisation }) => organisation.id} />
        )}
      </Loaded>
      <Button onClick={() => setMaking(true)}>Make an organisation</Button>
      {isMaking && <NewOrganisationDialog onClose={() => setMaking(false)} />}
      {leaving && <LeaveDialog membership={leaving} onClose={() => setLeaving(null)} />}
    </Section>
  );
}

function LeaveDialog({ membership: { organisation }, onClose }: { membership: Membership; onClose: () => void }) {
  const entered = useEntered();
  const proved = useProved();
  const leaving = useMutation({ mutationFn: () => proved(() => leaveOrganisation(organisation.id)), onSuccess: () => entered() });
  return (
    <ConfirmDialog
      title={`Leave ${organisation.name}?`}
      verb="Leave"
      look="danger"
      pending={leaving.isPending}
      error={leaving.error}
      onConfirm={() => leaving.mutate()}
      onClose={onClose}
    >
      <p>Your sessions there end and your keys there are revoked, at once. What you made stays. Only an invitation brings you back.</p>
    </ConfirmDialog>
  );
}
