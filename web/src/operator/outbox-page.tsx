/** The e-mails of a local system, which are sent nowhere: whoever runs it reads them here and follows their links. Needs no session: signing up does not have one yet. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import * as z from "zod";
import { mailSchema, type Mail } from "../../../contracts/services/mail.ts";
import { withKey, type KeyedApi } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { moment } from "../interface/formats.ts";
import { Empty, Failure, Loading } from "../interface/notice.tsx";
import { Card } from "../interface/page.tsx";
import { asOperator } from "./as-operator.ts";
import { mailParts } from "./mail-parts.ts";
import { OperatorKeyForm } from "./operator-key-form.tsx";

const lookAgainMs = 3_000;
const mailsSchema = z.object({ items: z.array(mailSchema) });

export function OutboxPage() {
  const [api, setApi] = useState<KeyedApi>();
  useEffect(() => {
    document.title = "Outbox · pAIssive";
  }, []);
  return (
    <main className="mx-auto max-w-3xl space-y-6 px-4 py-10">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="text-2xl font-semibold">Outbox</h1>
          <p className="mt-1 text-muted">E-mails of this machine, which go nowhere. The newest comes first.</p>
        </div>
        {api && <Button onClick={() => setApi(undefined)}>Forget the key</Button>}
      </div>
      {api ? (
        <Mails api={api} onOther={() => setApi(undefined)} />
      ) : (
        <Card>
          <OperatorKeyForm verb="Show the e-mails" onKey={(key) => setApi(withKey(key))}>
            <p>What is written to people here has links that open their accounts, so it takes the key of whoever runs this installation.</p>
          </OperatorKeyForm>
        </Card>
      )}
    </main>
  );
}

function Mails({ api, onOther }: { api: KeyedApi; onOther: () => void }) {
  const query = useQuery({
    queryKey: ["outbox"],
    queryFn: ({ signal }) => asOperator(api.get("/api/v1/auth/mails", mailsSchema, signal)),
    refetchInterval: lookAgainMs,
    retry: false,
    // What is read under the key is not kept without it.
    gcTime: 0,
    // A wrong key signs nobody out who is signed in here.
    meta: { anonymous: true },
  });
  if (query.error instanceof ApiProblem && query.error.code === "not_found")
    return (
      <Empty title="There is no local outbox here">
        <code>npm start -- --mail</code> starts a system that keeps its e-mails here. It is read on the machine itself, under{" "}
        <code>localhost</code>.
      </Empty>
    );
  if (query.error !== null)
    return (
      <div className="space-y-3">
        <Failure error={query.error} onRetry={() => void query.refetch()} />
        <Button onClick={onOther}>Enter another key</Button>
      </div>
    );
  if (!query.data) return <Loading what="the e-mails" />;
  if (query.data.items.length === 0)
    return (
      <Empty title="No e-mails yet">Sign up, invite somebody, or ask for a new password: the e-mail appears here within seconds.</Empty>
    );
  return (
    <ul className="space-y-4">
      {query.data.items.map((mail) => (
        <li key={mail.id}>
          <Letter mail={mail} />
        </li>
      ))}
    </ul>
  );
}

function Letter({ mail: { subject, to, text, createdAt } }: { mail: Mail }) {
  return (
    <Card className="space-y-2">
      <h2 className="font-semibold wrap-anywhere">{subject}</h2>
      <p className="text-sm wrap-anywhere text-muted">
        to {to}, {moment(createdAt)}
      </p>
      <p className="text-sm wrap-anywhere whitespace-pre-wrap">
        {mailParts(text, window.location.origin).map((part, index) =>
          part.to === undefined ? (
            part.text
          ) : (
            <a key={index} href={part.to} className="text-accent underline underline-offset-4">
              {part.text}
            </a>
          ),
        )}
      </p>
    </Card>
  );
}
