/** Opens the weights wherever scores are shown. */
import { useState } from "react";
import { Button } from "../../interface/button.tsx";
import { WeightsDialog } from "./weights-dialog.tsx";

export function WeightsButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Weights</Button>
      {open && <WeightsDialog onClose={() => setOpen(false)} />}
    </>
  );
}
