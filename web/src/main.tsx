/** The web app: pages over the public HTTP API. */
import "./parsing.ts";
import "./app.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query-client.ts";
import { restoreTheme } from "./interface/theme-switch.tsx";
import { createAppRouter } from "./routes.tsx";
import { meQuery } from "./session/session.ts";

restoreTheme();

// A refusal for want of a session sends the reader to the sign-in page, which leads back here.
const queries = createQueryClient(() => {
  queries.removeQueries({ queryKey: meQuery.queryKey });
  void router.invalidate();
});
const router = createAppRouter(queries);

const place = document.getElementById("app");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
