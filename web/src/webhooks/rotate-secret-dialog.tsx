/** Gives an endpoint a new signing secret; the old one signs too for a while. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { SelectField } from "../interface/field.tsx";
import { moment } from "../interface/formats.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { useProved } from "../session/identity.tsx";
import { rotateSecret } from "./queries.ts";
import { SecretShown } from "./secret-shown.tsx";

const overlaps = [
  { value: "86400", label: "a day" },
  { value: "604800", label: "a week" },
  { value: "3600", label: "an hour" },
  { value: "0", label: "not at all: the old secret has leaked" },
];

interface RotateSecretDialogProps {
  webhook: Webhook;
  onRotated: () => Promise<void>;
  onClose: () => void;
}

export function RotateSecretDialog({ webhook, onRotated, onClose }: RotateSecretDialogProps) {
  const [overlap, setOverlap] = useState("86400");
  const proved = useProved();
  const rotating = useMutation({
    mutationFn: () => proved(() => rotateSecret(webhook.id, Number(overlap))),
    onSuccess: onRotated,
  });
  const rotated = rotating.data;
  return (
    <Dialog title={rotated ? "The new secret" : "Rotate the secret?"} onClose={onClose}>
      {rotated ? (
        <SecretShown secret={rotated.secret} onDone={onClose}>
          {rotated.previousSecretUntil === null
            ? "The old secret signs nothing any more. Deliveries fail until your receiver has this one, and are then tried again."
            : `Until ${moment(rotated.previousSecretUntil)} every delivery is signed with both. Give your receiver this one before then.`}
        </SecretShown>
      ) : (
        <div className="space-y-4">
          <p className="text-sm">
            A new secret is made. While the old one counts too, each delivery carries two signatures, so your receiver can change over
            without missing one.
          </p>
          <SelectField
            label="How long the old secret counts too"
            choices={overlaps}
            value={overlap}
            onChange={(event) => setOverlap(event.target.value)}
          />
          {webhook.previousSecretUntil !== null && (
            <Remark>
              An earlier secret still counts until {moment(webhook.previousSecretUntil)}. It ends now: only the two latest secrets ever
              sign.
            </Remark>
          )}
          {rotating.error !== null && <Failure error={rotating.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" pending={rotating.isPending} onClick={() => rotating.mutate()}>
              Rotate
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
