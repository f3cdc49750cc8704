/** Correct the input of a dead effect, try it again, or give it up. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { EffectView } from "../../../contracts/actor.ts";
import type { EffectReference } from "../../../contracts/services/actors.ts";
import { Button } from "../interface/button.tsx";
import { ConfirmDialog } from "../interface/confirm-dialog.tsx";
import { Failure } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { usePermission } from "../session/permission.ts";
import { kindWords } from "./actor-words.ts";
import { administerDatabase } from "./demands.ts";
import { EffectInputForm } from "./effect-input-form.tsx";
import { discardEffect, effectQuery, redriveEffect } from "./queries.ts";

interface EffectActionsProps {
  reference: EffectReference;
  effect: EffectView;
}

export function EffectActions({ reference, effect }: EffectActionsProps) {
  const permission = usePermission(administerDatabase, "change, retry or discard it");
  const [unsaved, setUnsaved] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const { redrive, take } = useEffectCommands(reference);
  if (effect.status !== "dead") return null;
  if (!permission.allowed) return <p className="text-sm text-muted">{permission.reason}</p>;
  return (
    <Section
      title="What to do"
      lead="Mend what made it fail, then try it again: it runs under the same id, by which whoever it calls knows a repetition. If its input was wrong, correct it first."
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" disabled={unsaved} pending={redrive.isPending} onClick={() => redrive.mutate()}>
          Try again
        </Button>
        <Button look="danger" onClick={() => setDiscarding(true)}>
          Discard
        </Button>
        {unsaved && <span className="text-sm text-muted">Save or undo the change of the input first.</span>}
      </div>
      {redrive.error !== null && <Failure error={redrive.error} />}
      <EffectInputForm reference={reference} effect={effect} onSaved={take} onChanged={setUnsaved} />
      {discarding && <DiscardDialog reference={reference} effect={effect} onDone={take} onClose={() => setDiscarding(false)} />}
    </Section>
  );
}

function useEffectCommands(reference: EffectReference) {
  const queries = useQueryClient();
  /** What a command answered is the newest state; the lists follow. */
  const take = (effect: EffectView) => {
    queries.setQueryData(effectQuery(reference).queryKey, effect);
    void queries.invalidateQueries({ queryKey: ["dead-letters"] });
    void queries.invalidateQueries({ queryKey: ["actors"] });
  };
  return { take, redrive: useMutation({ mutationFn: () => redriveEffect(reference), onSuccess: take }) };
}

interface DiscardDialogProps extends EffectActionsProps {
  onDone: (effect: EffectView) => void;
  onClose: () => void;
}

function DiscardDialog({ reference, effect, onDone, onClose }: DiscardDialogProps) {
  const discard = useMutation({
    mutationFn: () => discardEffect(reference),
    onSuccess: (discarded) => {
      onDone(discarded);
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Discard the effect “${effect.type}”?`}
      verb="Discard"
      look="danger"
      pending={discard.isPending}
      error={discard.error}
      onConfirm={() => discard.mutate()}
      onClose={onClose}
    >
      <p>
        It will never run again, and there is no way back. What the {kindWords[reference.kind].one} needed it for stays undone until it is
        started anew there.
      </p>
    </ConfirmDialog>
  );
}
