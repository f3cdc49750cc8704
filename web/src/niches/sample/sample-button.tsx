/** Offers the sample workspace beside other things, to whoever may load it: what it is stands in a dialog. */
import { useState } from "react";
import { Button, type ButtonLook } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { SampleOffer } from "./sample-offer.tsx";
import { useSample } from "./use-sample.ts";

export function SampleButton({ look = "secondary", children = "Sample" }: { look?: ButtonLook; children?: string }) {
  const [open, setOpen] = useState(false);
  const permission = usePermission(writeNiches, "load the sample");
  if (!permission.allowed) return null;
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
