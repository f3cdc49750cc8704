/** The person and the organisation: who one is, where one is signed in, who else is here, which keys there are, what happened. */
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "../interface/page.tsx";
import { viewLinkClass, Views } from "../interface/views.tsx";
import { accountViews, type AccountView } from "./account-views.ts";
import { AuditLog } from "./audit/audit-log.tsx";
import { Factors } from "./factors/factors.tsx";
import { Keys } from "./keys/keys.tsx";
import { Invitations } from "./members/invitations.tsx";
import { Members } from "./members/members.tsx";
import { OurOrganisation } from "./organisation/own-organisation.tsx";
import { You } from "./person/you.tsx";
import { Sessions } from "./sessions/sessions.tsx";

const route = getRouteApi("/inside/account");

export function AccountPage() {
  const { view = "you" } = route.useSearch();
  return (
    <Page title="Account">
      <Views
        label="Account"
        links={accountViews.map((name) => ({
          key: name,
          link: (
            <Link
              to="/account"
              search={name === "you" ? {} : { view: name }}
              activeOptions={{ exact: true }}
              resetScroll={false}
              className={viewLinkClass}
            >
              {titles[name]}
            </Link>
          ),
        }))}
      />
      {contents[view]()}
    </Page>
  );
}

const titles: Record<AccountView, string> = {
  you: "You",
  factors: "Second factor",
  sessions: "Sessions",
  members: "Members",
  keys: "API keys",
  audit: "Audit log",
};

const contents: Record<AccountView, () => ReactNode> = {
  you: () => <You />,
  factors: () => <Factors />,
  sessions: () => <Sessions />,
  members: () => (
    <>
      <OurOrganisation />
      <Members />
      <Invitations />
    </>
  ),
  keys: () => <Keys />,
  audit: () => <AuditLog />,
};
