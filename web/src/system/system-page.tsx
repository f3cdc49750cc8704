/** What the system is made of and how it is: services, nodes, event subscriptions, databases. */
import { Page } from "../interface/page.tsx";
import { Databases } from "./databases.tsx";
import { Nodes } from "./nodes.tsx";
import { Services } from "./services.tsx";
import { Subscriptions } from "./subscriptions.tsx";
import { Verification } from "./verification.tsx";

export function SystemPage() {
  return (
    <Page title="System" lead="What runs, what waits, and whether the tables still equal the log of events.">
      <Services />
      <Nodes />
      <Subscriptions />
      <Databases />
      <Verification />
    </Page>
  );
}
