/** Backups of the whole installation, for whoever has the operator's key, and how to restore one. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Button } from "../../interface/button.tsx";
import { Card, Section } from "../../interface/page.tsx";
import { OperatorKeyForm } from "../../operator/operator-key-form.tsx";
import { BackupList } from "./backup-list.tsx";
import { operatorApi } from "./queries.ts";
import { RestoreGuide } from "./restore-guide.tsx";
import { RestoreList } from "./restore-list.tsx";

/** The key lives in this component alone: whoever leaves the view takes it along. */
export function Backups() {
  const [key, setKey] = useState<string>();
  const queries = useQueryClient();
  const api = useMemo(() => (key === undefined ? undefined : operatorApi(key)), [key]);
  const forget = () => {
    setKey(undefined);
    queries.removeQueries({ queryKey: ["operator"] });
  };
  return (
    <>
      <Section
        title="Backups"
        lead="A backup holds the whole installation: every organisation, every secret, every event. People go on working while it is made."
        actions={api && <Button onClick={forget}>Forget the key</Button>}
      >
        {api ? (
          <BackupList api={api} />
        ) : (
          <Card>
            <OperatorKeyForm verb="Show backups" onKey={setKey}>
              <p>
                A backup crosses the borders between organisations, so no role in yours opens it, not even an owner's. It takes the key of
                whoever runs this installation.
              </p>
            </OperatorKeyForm>
          </Card>
        )}
      </Section>
      {api && <RestoreList api={api} />}
      <RestoreGuide />
    </>
  );
}
