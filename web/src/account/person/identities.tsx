/** Other services that sign the person in: which, since when, and taking one off. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkedIdentity } from "../../../../contracts/services/providers.ts";
import { Button } from "../../interface/button.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { moment } from "../../interface/formats.ts";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { useProved } from "../../session/identity.tsx";
import { serviceName } from "../../session/service-names.ts";
import { identitiesQuery, removeIdentity } from "./queries.ts";

/** Nothing while there is none: signing in with one is how it comes here. */
export function Identities() {
  const { data = [] } = useQuery(identitiesQuery);
  const [asked, setAsked] = useState<LinkedIdentity | null>(null);
  const columns: Column<LinkedIdentity>[] = [
    { header: "Service", heads: true, cell: ({ provider }) => serviceName(provider) },
    { header: "Since", cell: ({ linkedAt }) => moment(linkedAt) },
    {
      header: <span className="sr-only">Actions</span>,
      cell: (identity) => (
        <span className="flex justify-end">
          <Button look="danger" aria-label={`Take off ${serviceName(identity.provider)}`} onClick={() => setAsked(identity)}>
            Take off
          </Button>
        </span>
      ),
    },
  ];
  if (data.length === 0) return null;
  return (
    <Section title="Other services" lead="They sign you in here without the password.">
      <Table caption="Other services that sign you in" columns={columns} rows={data} keyOf={({ id }) => id} />
      {asked && <RemoveDialog identity={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}

function RemoveDialog({ identity, onClose }: { identity: LinkedIdentity; onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const removing = useMutation({
    mutationFn: () => proved(() => removeIdentity(identity.id)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: identitiesQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Take ${serviceName(identity.provider)} off?`}
      verb="Take off"
      look="danger"
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      <p>It signs you in here no more. Your sessions go on, and signing in with it again puts it back.</p>
    </ConfirmDialog>
  );
}
