/**
 * Proving again who is there: what weighs much is refused by the server when the last proof lies ten minutes back. The refused request is sent again
 * once the person has given the password.
 */
import { createContext, use, useCallback, useState, type FormEvent, type ReactNode } from "react";
import { useMutation } from "@tanstack/react-query";
import { confirmedSchema } from "../../../contracts/services/sessions.ts";
import { post } from "../api/client.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";

/** Carries out `request`; asks for the password and carries it out again where the server wants proof. */
export type Proved = <T>(request: () => Promise<T>) => Promise<T>;

const Identity = createContext<Proved>((request) => request());

export function useProved(): Proved {
  return use(Identity);
}

interface Question {
  answer: (proved: boolean) => void;
}

export function IdentityProof({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const proved = useCallback<Proved>(async (request) => {
    try {
      return await request();
    } catch (refusal) {
      if (!(refusal instanceof ApiProblem && refusal.code === "confirmation_required")) throw refusal;
      const isProved = await new Promise<boolean>((answer) => setQuestion({ answer }));
      setQuestion(null);
      if (!isProved) throw refusal;
      return request();
    }
  }, []);
  return (
    <Identity value={proved}>
      {children}
      {question && <ProofDialog answer={question.answer} />}
    </Identity>
  );
}

function ProofDialog({ answer }: Question) {
  const proving = useMutation({
    mutationFn: (password: string) => post("/api/v1/auth/confirm", confirmedSchema, { password }),
    onSuccess: () => answer(true),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    proving.mutate(textOf(new FormData(event.currentTarget), "password"));
  };
  return (
    <Dialog title="Confirm that it is you" onClose={() => answer(false)}>
      <form onSubmit={submit} className="space-y-4">
        <p className="text-sm">You signed in a while ago, and this change weighs much. Your password counts for ten minutes.</p>
        <TextField label="Your password" name="password" type="password" autoComplete="current-password" required />
        {proving.error !== null && <Failure error={proving.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={() => answer(false)}>Cancel</Button>
          <Button type="submit" look="primary" pending={proving.isPending}>
            Confirm
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
