/** What the system is made of and whether it runs: services and databases. */
import { Link } from "@tanstack/react-router";
import { Page } from "../interface/page.tsx";
import { Databases } from "./databases.tsx";
import { Services } from "./services.tsx";

export function SystemPage() {
  return (
    <Page
      title="System"
      lead={
        <>
          What runs: services and databases. GPU nodes are under{" "}
          <Link to="/models" search={{ view: "nodes" }} className="text-accent underline underline-offset-4">
            Models
          </Link>
          , what waits or was given up is under Operations.
        </>
      }
    >
      <Services />
      <Databases />
    </Page>
  );
}
