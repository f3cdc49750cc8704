/** Files that want a fresh proof of who fetches them. */
import { useMutation } from "@tanstack/react-query";
import { isThere } from "../api/client.ts";
import { useProved } from "./identity.tsx";

/**
 * Lets the browser fetch the file at `path` as `name`, and gives whether it is there. The browser fetches it by itself, and could not ask for a
 * proof on the way: that is done before.
 */
export function useProvedDownload(path: string, name: string) {
  const proved = useProved();
  return useMutation({
    mutationFn: async () => {
      const there = await proved(() => isThere(path));
      if (there) follow(path, name);
      return there;
    },
  });
}

function follow(path: string, name: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = name;
  link.click();
}
