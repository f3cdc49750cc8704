/** Lets a program in that has no browser: the person compares its code and decides. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import * as z from "zod";
import { devicePolicy, deviceViewSchema } from "../../../contracts/services/device.ts";
import { get, post } from "../api/client.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { moment } from "../interface/formats.ts";
import { Failure, Loaded, Remark } from "../interface/notice.tsx";
import { Card, Page } from "../interface/page.tsx";
import { useProved } from "./identity.tsx";

const path = (code: string) => `/api/v1/auth/devices/${encodeURIComponent(code)}`;
const decisions = z.enum(["approved", "denied"]);

export function DevicePage() {
  const [code, setCode] = useState(() => window.location.hash.slice(1));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setCode(textOf(new FormData(event.currentTarget), "code").trim());
  };
  return (
    <Page title="Let a device in" lead="A program without a browser waits for your word. Go on only if you have just started it yourself.">
      {code === "" ? (
        <Card>
          <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
            <TextField
              label="The code that it shows"
              name="code"
              required
              autoFocus
              maxLength={20}
              placeholder="WDJB-MJHT"
              className="w-64"
            />
            <Button type="submit" look="primary">
              Go on
            </Button>
          </form>
        </Card>
      ) : (
        <Waiting code={code} onAnother={() => setCode("")} />
      )}
    </Page>
  );
}

function Waiting({ code, onAnother }: { code: string; onAnother: () => void }) {
  const query = useQuery({ queryKey: ["device", code], queryFn: ({ signal }) => get(path(code), deviceViewSchema, signal), retry: false });
  const proved = useProved();
  const deciding = useMutation({
    mutationFn: (decision: z.infer<typeof decisions>) => proved(() => post(path(code), deviceViewSchema, { decision })),
  });
  if (deciding.isSuccess) {
    return (
      <Remark tone="good">
        {deciding.variables === "approved"
          ? "It is let in, and learns so in a few seconds. Its key stands among your API keys."
          : "It is turned away."}
      </Remark>
    );
  }
  return (
    <>
      <Loaded query={query} what="the device">
        {({ userCode, name, scopes, expiresAt }) => (
          <Card className="space-y-4 text-sm">
            <p>
              <span className="font-medium">{name}</span> shows the code{" "}
              <code className="rounded bg-raised px-2 py-1 text-base whitespace-nowrap">{userCode}</code>?
            </p>
            <p className="text-muted">
              It gets a key of yours for {devicePolicy.keyDays} days that may: {scopes.join(", ")}. It waits until {moment(expiresAt)}.
            </p>
            {deciding.error !== null && <Failure error={deciding.error} />}
            <div className="flex flex-wrap gap-2">
              <Button
                look="primary"
                pending={deciding.isPending && deciding.variables === "approved"}
                onClick={() => deciding.mutate("approved")}
              >
                Let it in
              </Button>
              <Button
                look="danger"
                pending={deciding.isPending && deciding.variables === "denied"}
                onClick={() => deciding.mutate("denied")}
              >
                Turn it away
              </Button>
            </div>
          </Card>
        )}
      </Loaded>
      <Button look="quiet" onClick={onAnother}>
        Enter another code
      </Button>
    </>
  );
}
