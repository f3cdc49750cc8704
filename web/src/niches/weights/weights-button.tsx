/** Opens the weights wherever scores are shown, for those who may set them; which they are stands with every score. */
import { useState } from "react";
import { Button } from "../../interface/button.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { WeightsDialog } from "./weights-dialog.tsx";

export function WeightsButton() {
  const [open, setOpen] = useState(false);
  if (!usePermission(writeNiches, "weigh scores").allowed) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Weights</Button>
      {open && <WeightsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
