/** Asks for the operator's key, and says what it is for. */
import type { FormEvent, ReactNode } from "react";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";

interface OperatorKeyFormProps {
  /** Why it takes this key. */
  children: ReactNode;
  /** On the button. */
  verb: string;
  pending?: boolean;
  onKey: (key: string) => void;
}

export function OperatorKeyForm({ children, verb, pending = false, onKey }: OperatorKeyFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = textOf(new FormData(event.currentTarget), "key").trim();
    if (key !== "") onKey(key);
  };
  return (
    <div className="space-y-4">
      <div className="max-w-prose space-y-2 text-sm">
        {children}
        <p className="text-muted">
          <code>npm start</code> writes it into <code>secrets.json</code> of the state folder, as <code>operatorKey</code>. Of a deployed
          installation it is what was set with <code>wrangler secret put OPERATOR_KEY --env auth</code>. This page keeps it in memory only,
          and forgets it when you leave.
        </p>
      </div>
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <TextField label="Operator key" name="key" type="password" required autoComplete="off" className="min-w-64 grow" />
        <Button type="submit" look="primary" pending={pending}>
          {verb}
        </Button>
      </form>
    </div>
  );
}
