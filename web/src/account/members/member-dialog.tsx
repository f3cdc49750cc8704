/** Asks before a member gets another role, takes over, or is removed, and says what follows. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Member } from "../../../../contracts/services/members.ts";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { SelectField } from "../../interface/field.tsx";
import { useSeen } from "../../interface/overtaken.ts";
import { useProved } from "../../session/identity.tsx";
import { meQuery } from "../../session/session.ts";
import { changeRole, membersQuery, removeMember, transferOwnership } from "./queries.ts";
import { readRole, roleChoices, roleMeanings } from "./roles.ts";

export type MemberQuestion = "role" | "transfer" | "remove";

interface MemberDialogProps {
  question: MemberQuestion;
  member: Member;
  onClose: () => void;
}

export function MemberDialog({ question, ...props }: MemberDialogProps) {
  switch (question) {
    case "role":
      return <RoleDialog {...props} />;
    case "transfer":
      return <TransferDialog {...props} />;
    case "remove":
      return <RemoveDialog {...props} />;
    default:
      return null;
  }
}

type Props = Omit<MemberDialogProps, "question">;

function RoleDialog({ member, onClose }: Props) {
  const { data: me } = useSuspenseQuery(meQuery);
  const queries = useQueryClient();
  const [role, setRole] = useState(member.role);
  const overtaken = useSeen(member, async () => {
    await queries.refetchQueries({ queryKey: membersQuery.queryKey });
    const pages = queries.getQueryData(membersQuery.queryKey)?.pages ?? [];
    return pages.flatMap(({ items }) => items).find(({ userId }) => userId === member.userId);
  });
  return (
    <Change
      title={`Change the role of ${member.name}`}
      verb="Change the role"
      change={() => changeRole(overtaken.seen, role)}
      onError={overtaken.onError}
      onClose={onClose}
    >
      <SelectField
        label="Role"
        value={role}
        choices={roleChoices(me.principal.role)}
        onChange={({ target }) => setRole(readRole(target.value))}
        hint={roleMeanings.find(({ word }) => word === role)?.meaning}
      />
      <p>It holds at once, for their keys too: a key may never do more than its owner.</p>
      <ChangedSince seen={overtaken} describe={({ role: now }) => ({ Role: now })} />
    </Change>
  );
}

function TransferDialog({ member, onClose }: Props) {
  return (
    <Change
      title={`Hand the organisation over to ${member.name}?`}
      verb="Hand over"
      look="danger"
      change={() => transferOwnership(member.userId)}
      onClose={onClose}
    >
      <p>{member.name} becomes an owner, and you become an administrator. Only an owner can make you one again.</p>
    </Change>
  );
}

function RemoveDialog({ member, onClose }: Props) {
  return (
    <Change title={`Remove ${member.name}?`} verb="Remove" look="danger" change={() => removeMember(member.userId)} onClose={onClose}>
      <p>Their sessions here end and their keys of this organisation are revoked, at once. What they made stays.</p>
    </Change>
  );
}

interface ChangeProps {
  title: string;
  verb: string;
  look?: "primary" | "danger";
  change: () => Promise<unknown>;
  onError?: (error: Error) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

function Change({ title, verb, look = "primary", change, onError, onClose, children }: ChangeProps) {
  const queries = useQueryClient();
  const proved = useProved();
  const changing = useMutation({
    mutationFn: () => proved(change),
    ...(onError && { onError }),
    onSuccess: async () => {
      // One's own role may be another now.
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      await queries.invalidateQueries({ queryKey: membersQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={title}
      verb={verb}
      look={look}
      pending={changing.isPending}
      error={changing.error}
      onConfirm={() => changing.mutate()}
      onClose={onClose}
    >
      {children}
    </ConfirmDialog>
  );
}
