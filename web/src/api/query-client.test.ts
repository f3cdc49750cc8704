import { MutationObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { ApiProblem } from "./problem.ts";
import { createQueryClient } from "./query-client.ts";

const kept = (client: ReturnType<typeof createQueryClient>) =>
  JSON.stringify(
    client
      .getMutationCache()
      .getAll()
      .map(({ state }) => state),
  );

test("a password that was sent, and a secret that came back, are in the page no longer than the dialog that asked", async () => {
  const client = createQueryClient(() => undefined);
  const dialog = new MutationObserver(client, { mutationFn: async (password: string) => ({ secret: `whsec_${password.length}` }) });
  const close = dialog.subscribe(() => undefined);
  await dialog.mutate("correct horse");
  expect(kept(client)).toContain("correct horse");
  expect(kept(client)).toContain("whsec_13");
  close();
  await vi.waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
});

test("nor when the dialog was closed before the answer, or the answer was a refusal", async () => {
  const client = createQueryClient(() => undefined);
  const refusal = new ApiProblem({ code: "invalid_input", title: "No", status: 400, detail: "No.", retryable: false });
  for (const answer of [() => Promise.resolve("whsec_late"), () => Promise.reject(refusal)]) {
    const dialog = new MutationObserver(client, { mutationFn: (_password: string) => answer() });
    const close = dialog.subscribe(() => undefined);
    const asked = dialog.mutate("correct horse").catch(() => undefined);
    close();
    await asked;
  }
  await vi.waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
});
