/** Who belongs to the organisation, and as what. */
import { useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { mayAssign, type Member } from "../../../../contracts/services/members.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { moment } from "../../interface/formats.ts";
import { Meanings } from "../../interface/meanings.tsx";
import { Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { usePermission } from "../../session/permission.ts";
import { meQuery } from "../../session/session.ts";
import { administerOrganisation } from "../demands.ts";
import { MemberDialog, type MemberQuestion } from "./member-dialog.tsx";
import { membersQuery } from "./queries.ts";
import { roleMeanings } from "./roles.ts";

export function Members() {
  const query = useInfiniteQuery(membersQuery);
  const { data: me } = useSuspenseQuery(meQuery);
  const permission = usePermission(administerOrganisation, "change roles, remove members or invite");
  const [asked, setAsked] = useState<{ question: MemberQuestion; member: Member } | null>(null);
  const columns: Column<Member>[] = [
    {
      header: "Member",
      heads: true,
      className: "min-w-44 wrap-anywhere",
      cell: ({ userId, name, email }) => (
        <>
          {name} {userId === me.user.id && <Badge tone="accent">you</Badge>}
          <span className="block text-xs font-normal text-muted">{email}</span>
        </>
      ),
    },
    { header: "Role", cell: ({ role }) => <Badge tone={role === "owner" ? "accent" : "plain"}>{role}</Badge> },
    { header: "Joined", className: "whitespace-nowrap", cell: ({ joinedAt }) => moment(joinedAt) },
  ];
  const actions: Column<Member> = {
    header: <span className="sr-only">Actions</span>,
    cell: (member) => {
      if (!mayAssign(me.principal.role, member.role)) return null;
      const ask = (question: MemberQuestion) => () => setAsked({ question, member });
      const isMe = member.userId === me.user.id;
      return (
        <span className="flex justify-end gap-2">
          <Button aria-label={`Change role of ${member.name}`} onClick={ask("role")}>
            Change role
          </Button>
          {!isMe && me.principal.role === "owner" && member.role !== "owner" && (
            <Button aria-label={`Hand over the organisation to ${member.name}`} onClick={ask("transfer")}>
              Hand over
            </Button>
          )}
          {!isMe && (
            <Button look="danger" aria-label={`Remove ${member.name}`} onClick={ask("remove")}>
              Remove
            </Button>
          )}
        </span>
      );
    },
  };
  return (
    <Section
      title="Members"
      lead={`Who belongs to ${me.organisation.name}. Another role holds at once, and who is removed is out at once.`}
    >
      {!permission.allowed && <p className="text-sm text-muted">{permission.reason}</p>}
      <Loaded query={query} what="the members">
        {({ pages }) => (
          <Table
            caption="Members"
            columns={permission.allowed ? [...columns, actions] : columns}
            rows={pages.flatMap(({ items }) => items)}
            keyOf={({ userId }) => userId}
          />
        )}
      </Loaded>
      <ShowMore query={query} what="members" />
      <Meanings title="What the roles may do" items={roleMeanings} />
      {asked && <MemberDialog {...asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}
