/** The keys of the organisation: make one, see what each may do, revoke it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../interface/button.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeyTable } from "./key-table.tsx";
import { keysQuery } from "./queries.ts";

export function AccountPage() {
  const [creating, setCreating] = useState(false);
  const query = useInfiniteQuery(keysQuery);
  return (
    <Page
      title="API keys"
      lead="For programs and agents that use the public API in your organisation's name, with no more than the permissions you give them."
      actions={
        <Button look="primary" onClick={() => setCreating(true)}>
          New key
        </Button>
      }
    >
      <Loaded query={query} what="the keys">
        {({ pages }) => {
          const keys = pages.flatMap(({ items }) => items);
          return keys.length === 0 ? <Empty title="No keys yet" /> : <KeyTable keys={keys} />;
        }}
      </Loaded>
      <ShowMore query={query} what="keys" />
      {creating && <CreateKeyDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
