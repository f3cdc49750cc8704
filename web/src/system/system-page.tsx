/** What the system is made of and whether it runs: services, nodes, databases. */
import { Page } from "../interface/page.tsx";
import { Databases } from "./databases.tsx";
import { Nodes } from "./nodes.tsx";
import { Services } from "./services.tsx";

export function SystemPage() {
  return (
    <Page title="System" lead="What runs: services, GPU nodes and databases. What waits or was given up is under Operations.">
      <Services />
      <Nodes />
      <Databases />
    </Page>
  );
}
