/** Which models there are: what each alias means to whom, and every version with its manifest. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AliasView } from "../../../../contracts/services/model-registry.ts";
import { Button } from "../../interface/button.tsx";
import { Meanings } from "../../interface/meanings.tsx";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { OperatorPanel, useOperator } from "../../operator/operator-access.tsx";
import { aliasesQuery, versionsQuery, type Version } from "../queries.ts";
import { AliasCard } from "./alias-card.tsx";
import { AliasDialog, type AliasQuestion } from "./alias-dialog.tsx";
import { VersionDialog } from "./version-dialog.tsx";
import { VersionTable } from "./version-table.tsx";

export function Registry() {
  return (
    <>
      <Aliases />
      <Versions />
    </>
  );
}

function Aliases() {
  const aliases = useQuery(aliasesQuery);
  const versions = useQuery(versionsQuery).data ?? [];
  const api = useOperator();
  const [asked, setAsked] = useState<{ question: AliasQuestion; alias: AliasView | undefined } | null>(null);
  return (
    <Section
      title="Aliases"
      lead="A name that means one version today and another tomorrow. Analyses embed with default-embedding."
      actions={api && <Button onClick={() => setAsked({ question: "move", alias: undefined })}>New alias</Button>}
    >
      <OperatorPanel what="move aliases, try canaries or retire versions" />
      <Loaded query={aliases} what="the aliases">
        {(items) =>
          items.length === 0 ? (
            <Empty title="No alias yet">
              <p>The first node that joins with an embedding model makes default-embedding.</p>
            </Empty>
          ) : (
            <ul className="space-y-3" aria-label="Aliases">
              {items.map((alias) => (
                <AliasCard
                  key={alias.alias}
                  alias={alias}
                  versions={versions}
                  onAsk={api && ((question) => setAsked({ question, alias }))}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {api && asked && (
        <AliasDialog api={api} question={asked.question} alias={asked.alias} versions={versions} onClose={() => setAsked(null)} />
      )}
    </Section>
  );
}

function Versions() {
  const query = useQuery(versionsQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const shown = query.data?.find(({ id }) => id === opened);
  return (
    <Section
      title="Versions"
      lead="A version is the digest of its files, so it never changes. Each is registered when the first node brings it."
    >
      <Loaded query={query} what="the versions">
        {(versions) =>
          versions.length === 0 ? (
            <Empty title="No model is registered">
              <p>A node registers its models when it joins. The view Nodes has the command.</p>
            </Empty>
          ) : (
            <VersionTable versions={versions} onOpen={({ id }: Version) => setOpened(id)} />
          )
        }
      </Loaded>
      <Meanings items={meanings} />
      {shown && <VersionDialog version={shown} onClose={() => setOpened(null)} />}
    </Section>
  );
}

const meanings = [
  {
    word: "release",
    meaning: "A semantic version given to the digest, for good. Callers may ask for a range of them, such as minilm@^1.2.0.",
  },
  {
    word: "canary",
    meaning:
      "A share of organisations, always the same ones, gets another version of an alias, so that it can be compared before all get it.",
  },
  { word: "pinned", meaning: "Somebody set what the alias means, so that no joining node moves it." },
  { word: "retired", meaning: "No call gets this version any more, whatever nodes offer." },
];
