/** Puts a text on the clipboard, and says that it did. */
import { useState } from "react";
import { Button } from "./button.tsx";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  return (
    <>
      <Button onClick={() => void copy()}>{state === "copied" ? "Copied" : label}</Button>
      <span role="status" className="sr-only">
        {state === "copied" && "Copied to the clipboard"}
        {state === "refused" && "The browser does not allow copying; select the text and copy it yourself"}
      </span>
    </>
  );
}
