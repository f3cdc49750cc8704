/**
 * Proving again who is there: what weighs much is refused by the server when the last proof lies ten minutes back. The refused request is sent again
 * once the person has proved it.
 */
import { createContext, use, useCallback, useState, type ReactNode } from "react";
import { ApiProblem } from "../api/problem.ts";
import { ProofDialog } from "./proof-dialog.tsx";

/** Carries out `request`; asks for a proof and carries it out again where the server wants proof. */
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
