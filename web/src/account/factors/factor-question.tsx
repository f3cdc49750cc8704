/** Asks before a factor goes or codes are replaced. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { useProved } from "../../session/identity.tsx";
import { factorsChanged, removePasskey, removeTotp, replaceRecoveryCodes } from "./queries.ts";
import { RecoveryCodesShown } from "./recovery-codes-shown.tsx";

export type Asked = { what: "remove-totp" } | { what: "replace-codes" } | { what: "remove-passkey"; id: string; name: string };

export function FactorQuestion({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  switch (asked.what) {
    case "remove-totp":
      return (
        <Removal title="Remove the authenticator app?" remove={removeTotp} onClose={onClose}>
          <p>Its codes count no more. Without another factor your password alone signs you in, and your recovery codes are gone.</p>
        </Removal>
      );
    case "remove-passkey":
      return (
        <Removal title={`Remove the passkey ${asked.name}?`} remove={() => removePasskey(asked.id)} onClose={onClose}>
          <p>It opens nothing here any more. Delete it on the device too, which would go on offering it.</p>
        </Removal>
      );
    case "replace-codes":
      return <Replacement onClose={onClose} />;
    default:
      return null;
  }
}

interface RemovalProps {
  title: string;
  remove: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

function Removal({ title, remove, onClose, children }: RemovalProps) {
  const queries = useQueryClient();
  const proved = useProved();
  const removing = useMutation({
    mutationFn: () => proved(remove),
    onSuccess: async () => {
      await factorsChanged(queries);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={title}
      verb="Remove"
      look="danger"
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      {children}
    </ConfirmDialog>
  );
}

function Replacement({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const replacing = useMutation({
    mutationFn: () => proved(replaceRecoveryCodes),
    onSuccess: () => factorsChanged(queries),
  });
  const codes = replacing.data?.recoveryCodes;
  if (codes) {
    return (
      <Dialog title="Your recovery codes" onClose={onClose}>
        <RecoveryCodesShown codes={codes} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title="Make new recovery codes?"
      verb="Make new ones"
      pending={replacing.isPending}
      error={replacing.error}
      onConfirm={() => replacing.mutate()}
      onClose={onClose}
    >
      <p>All codes that you have count no more.</p>
    </ConfirmDialog>
  );
}
