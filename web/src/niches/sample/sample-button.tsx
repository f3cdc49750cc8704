/** Offers the sample workspace beside other things: what it is stands in a dialog. */
import { useState } from "react";
import { Button, type ButtonLook } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SampleOffer } from "./sample-offer.tsx";
import { useSample } from "./use-sample.ts";

export function SampleButton({ look = "secondary", children = "Sample" }: { look?: ButtonLook; children?: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look={look} onClick={() => setOpen(true)}>
        {children}
      </Button>
      {open && <SampleDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** Closed while it loads, the loading goes on and leads nowhere. */
function SampleDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Sample workspace" onClose={onClose}>
      <SampleOffer sample={useSample()} />
    </Dialog>
  );
}
