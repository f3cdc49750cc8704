/**
 * Acting as the operator on a page where most only look: the key is asked for when somebody wants to change something, tried at once, and kept
 * in memory as long as the page is open.
 */
import { createContext, use, useState, type ReactNode } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod";
import { withKey, type KeyedApi } from "../api/client.ts";
import { Button } from "../interface/button.tsx";
import { Failure, Remark } from "../interface/notice.tsx";
import { Card } from "../interface/page.tsx";
import { asOperator } from "./as-operator.ts";
import { OperatorKeyForm } from "./operator-key-form.tsx";

interface Access {
  /** Undefined: nobody acts as the operator. Refusals of it are those of `asOperator`. */
  api: KeyedApi | undefined;
  enter: (key: string) => void;
  forget: () => void;
}

const Operator = createContext<Access>({ api: undefined, enter: () => undefined, forget: () => undefined });

/** Around the pages on which one may act as the operator. Whoever leaves them takes the key along. */
export function OperatorAccess({ children }: { children: ReactNode }) {
  const [api, setApi] = useState<KeyedApi>();
  const queries = useQueryClient();
  const forget = () => {
    setApi(undefined);
    queries.removeQueries({ queryKey: ["operator"] });
  };
  return <Operator value={{ api, enter: (key) => setApi(operatorApi(key)), forget }}>{children}</Operator>;
}

export function useOperator(): KeyedApi | undefined {
  return use(Operator).api;
}

/** `what` completes "To … it takes the operator": "change models". */
export function OperatorPanel({ what }: { what: string }) {
  const { api, enter, forget } = use(Operator);
  const trying = useMutation({
    mutationFn: (key: string) => operatorApi(key).get("/api/v1/models/alert-rules", z.object({ items: z.array(z.unknown()) })),
    onSuccess: (_, key) => enter(key),
  });
  if (api) {
    return (
      <Remark tone="plain">
        <span className="flex flex-wrap items-center justify-between gap-2">
          You act as the operator of this installation: what you change here holds for every organisation.
          <Button onClick={forget}>Forget the key</Button>
        </span>
      </Remark>
    );
  }
  return (
    <details className="text-sm">
      <summary className="w-fit text-accent underline-offset-4 hover:underline">To {what} it takes the operator</summary>
      <Card className="mt-2 space-y-3">
        <OperatorKeyForm verb="Act as the operator" pending={trying.isPending} onKey={(key) => trying.mutate(key)}>
          <p>
            Every organisation shares models and nodes, so no role in yours changes them. It takes the key of whoever runs this
            installation.
          </p>
        </OperatorKeyForm>
        {trying.error !== null && <Failure error={trying.error} />}
      </Card>
    </details>
  );
}

/** Requests under the key, whose refusals do not sign the person out. */
function operatorApi(key: string): KeyedApi {
  const api = withKey(key);
  return {
    get: (...request) => asOperator(api.get(...request)),
    post: (...request) => asOperator(api.post(...request)),
    put: (...request) => asOperator(api.put(...request)),
    putVersion: (...request) => asOperator(api.putVersion(...request)),
    remove: (...request) => asOperator(api.remove(...request)),
    file: (...request) => asOperator(api.file(...request)),
  };
}
