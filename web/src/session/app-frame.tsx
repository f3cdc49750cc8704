/** The frame of every page behind the door: navigation, who is signed in, the way out. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { Button } from "../interface/button.tsx";
import { Remark } from "../interface/notice.tsx";
import { ThemeSwitch } from "../interface/theme-switch.tsx";
import { IdentityProof } from "./identity.tsx";
import { meQuery, signOut } from "./session.ts";

const places = [
  { to: "/niches", label: "Niches" },
  { to: "/runs", label: "Runs" },
  { to: "/models", label: "Models" },
  { to: "/operations", label: "Operations" },
  { to: "/webhooks", label: "Webhooks" },
  { to: "/system", label: "System" },
  { to: "/account", label: "Account" },
] as const;

export function AppFrame() {
  const main = useFocusOnNewPage();
  return (
    <>
      <a href="#main" className="sr-only z-10 rounded bg-surface px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2">
        Skip to the content
      </a>
      <header className="on-screen border-b border-line bg-surface">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <Link to="/niches" className="flex items-center gap-2 font-semibold">
            <img src="/icon.svg" alt="" className="size-8" />
            pAIssive
          </Link>
          <nav aria-label="Main" className="-mx-3 flex flex-wrap gap-x-1 lg:mx-0">
            {places.map(({ to, label }) => (
              <Link
                key={to}
                to={to}
                className="rounded-lg px-3 py-2 text-sm lg:px-2.5 font-medium text-muted hover:bg-raised aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
              >
                {label}
              </Link>
            ))}
          </nav>
          <Account />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className="mx-auto max-w-6xl px-4 py-8 outline-none">
        <IdentityProof>
          <WantedFactor />
          <Outlet />
        </IdentityProof>
      </main>
    </>
  );
}

/** Why nothing is allowed here, and the way out. */
function WantedFactor() {
  const { data: me } = useSuspenseQuery(meQuery);
  if (!me.secondFactorWanted) return null;
  return (
    <div className="mb-6">
      <Remark tone="warn">
        A second factor is demanded in {me.organisation.name}, and you have none: you can see and do nothing here before.{" "}
        <Link to="/account" search={{ view: "factors" }} className="font-medium underline underline-offset-4">
          Set one up
        </Link>
      </Remark>
    </div>
  );
}

/** A new page starts being read at its content, as after a full load; the first page is left as the browser has it. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current !== undefined && shown.current !== path) main.current?.focus({ preventScroll: true });
    shown.current = path;
  }, [path]);
  return main;
}

function Account() {
  const { data: me } = useSuspenseQuery(meQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      queries.clear();
      void navigate({ to: "/sign-in", search: {} });
    },
  });
  return (
    <div className="flex w-full items-center gap-x-4 gap-y-2 sm:ml-auto sm:w-auto">
      <ThemeSwitch />
      <p className="min-w-0 flex-1 text-sm leading-tight sm:max-w-44">
        <span className="block truncate font-medium">{me.organisation.name}</span>
        <span className="block truncate text-muted">{me.user.email}</span>
      </p>
      <Button pending={leaving.isPending} onClick={() => leaving.mutate()}>
        Sign out
      </Button>
    </div>
  );
}
