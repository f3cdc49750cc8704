/** The keys of the organisation: make one, see what each may do, rotate or revoke it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../interface/button.tsx";
import { Empty, Loaded } from "../../interface/notice.tsx";
import { Section } from "../../interface/page.tsx";
import { ShowMore } from "../../interface/show-more.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeKeys } from "../demands.ts";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeyTable } from "./key-table.tsx";
import { keysQuery } from "./queries.ts";

export function Keys() {
  const [creating, setCreating] = useState(false);
  const query = useInfiniteQuery(keysQuery);
  const permission = usePermission(writeKeys, "make, rotate or revoke keys");
  return (
    <Section
      title="API keys"
      lead="For programs and agents that use the public API in your organisation's name, with no more than the permissions you give them."
      actions={
        permission.allowed && (
          <Button look="primary" onClick={() => setCreating(true)}>
            New key
          </Button>
        )
      }
    >
      {!permission.allowed && <p className="text-sm text-muted">{permission.reason}</p>}
      <Loaded query={query} what="the keys">
        {({ pages }) => {
          const keys = pages.flatMap(({ items }) => items);
          return keys.length === 0 ? (
            <Empty title="No keys yet">
              <p>Make one for each program, so that each can be revoked alone.</p>
            </Empty>
          ) : (
            <KeyTable keys={keys} mayChange={permission.allowed} />
          );
        }}
      </Loaded>
      <ShowMore query={query} what="keys" />
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </Section>
  );
}
