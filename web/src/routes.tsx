/** Every page and its address. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  notFound,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from "@tanstack/react-router";
import * as z from "zod";
import { isSignedOut } from "./api/problem.ts";
import { Failure, Loading } from "./interface/notice.tsx";
import { NichePage } from "./niches/niche-page.tsx";
import { NichesPage } from "./niches/niches-page.tsx";
import { accountViews } from "./account/account-views.ts";
import { tenantActorKinds } from "../../contracts/services/actors.ts";
import { modelViews, percentiles, usageDays, windowNames } from "./models/model-views.ts";
import { operationsViews } from "./operations/operations-views.ts";
import { runViews } from "./runs/run-views.ts";
import { AppFrame } from "./session/app-frame.tsx";
import { meQuery } from "./session/session.ts";
import { SignInPage } from "./session/sign-in-page.tsx";
import { SignUpPage } from "./session/sign-up-page.tsx";
import { deliveryStates } from "./webhooks/delivery-states.ts";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Broken,
});

const nextSearch = z.object({ next: z.string().optional().catch(undefined) });
const signInRoute = createRoute({ getParentRoute: () => root, path: "/sign-in", validateSearch: nextSearch, component: SignInPage });
const signUpRoute = createRoute({ getParentRoute: () => root, path: "/sign-up", validateSearch: nextSearch, component: SignUpPage });

const invitationRoute = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(() => import("./session/invitation-page.tsx"), "InvitationPage"),
});
const forgotPasswordRoute = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("./session/forgot-password-page.tsx"), "ForgotPasswordPage"),
});
const resetPasswordRoute = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("./session/reset-password-page.tsx"), "ResetPasswordPage"),
});
const verifyEmailRoute = createRoute({
  getParentRoute: () => root,
  path: "/verify-email",
  component: lazyRouteComponent(() => import("./session/verify-email-page.tsx"), "VerifyEmailPage"),
});
const outboxRoute = createRoute({
  getParentRoute: () => root,
  path: "/outbox",
  component: lazyRouteComponent(() => import("./operator/outbox-page.tsx"), "OutboxPage"),
});
const confirmSignUpRoute = createRoute({
  getParentRoute: () => root,
  path: "/confirm-sign-up",
  component: lazyRouteComponent(() => import("./session/confirm-sign-up-page.tsx"), "ConfirmSignUpPage"),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  component: AppFrame,
  errorComponent: Broken,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery);
    } catch (cause) {
      if (isSignedOut(cause)) throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
      throw cause;
    }
  },
});

const startRoute = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/niches" });
  },
});
const nichesRoute = createRoute({ getParentRoute: () => inside, path: "/niches", component: NichesPage });
const comparisonRoute = createRoute({
  getParentRoute: () => inside,
  path: "/niches/compare",
  validateSearch: z.object({ ids: z.array(z.string()).catch([]).default([]) }),
  component: lazyRouteComponent(() => import("./niches/comparison-page.tsx"), "ComparisonPage"),
});
const nicheRoute = createRoute({
  getParentRoute: () => inside,
  path: "/niches/$nicheId",
  validateSearch: z.object({
    /** A text that is shown over the page: where links of reports lead. */
    evidence: z
      .string()
      .regex(/^evd_[0-9a-f]{32}$/)
      .optional()
      .catch(undefined),
  }),
  component: NichePage,
});
const marketRoute = createRoute({
  getParentRoute: () => inside,
  path: "/niches/$nicheId/market",
  component: lazyRouteComponent(() => import("./niches/market/market-page.tsx"), "MarketPage"),
});
const startRunRoute = createRoute({
  getParentRoute: () => inside,
  path: "/niches/$nicheId/run",
  component: lazyRouteComponent(() => import("./runs/start-run-page.tsx"), "StartRunPage"),
});
const runsRoute = createRoute({
  getParentRoute: () => inside,
  path: "/runs",
  component: lazyRouteComponent(() => import("./runs/runs-page.tsx"), "RunsPage"),
});
const runRoute = createRoute({
  getParentRoute: () => inside,
  path: "/runs/$runId",
  validateSearch: z.object({ view: z.enum(runViews).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./runs/run-page.tsx"), "RunPage"),
});
const modelsRoute = createRoute({
  getParentRoute: () => inside,
  path: "/models",
  validateSearch: z.object({
    view: z.enum(modelViews).optional().catch(undefined),
    window: z.enum(windowNames).optional().catch(undefined),
    by: z.enum(["version", "node"]).optional().catch(undefined),
    percentile: z.enum(percentiles).optional().catch(undefined),
    model: z.string().optional().catch(undefined),
    baseline: z.string().optional().catch(undefined),
    candidate: z.string().optional().catch(undefined),
    days: z.literal(usageDays).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import("./models/models-page.tsx"), "ModelsPage"),
});
const systemRoute = createRoute({
  getParentRoute: () => inside,
  path: "/system",
  component: lazyRouteComponent(() => import("./system/system-page.tsx"), "SystemPage"),
});
const operationsRoute = createRoute({
  getParentRoute: () => inside,
  path: "/operations",
  validateSearch: z.object({
    view: z.enum(operationsViews).optional().catch(undefined),
    kind: z.enum(tenantActorKinds).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import("./operations/operations-page.tsx"), "OperationsPage"),
});
const effectRoute = createRoute({
  getParentRoute: () => inside,
  path: "/operations/effects/$kind/$actorId/$effectId",
  params: {
    parse: ({ kind, ...rest }) => {
      const known = tenantActorKinds.find((one) => one === kind);
      if (known === undefined) throw notFound();
      return { ...rest, kind: known };
    },
  },
  component: lazyRouteComponent(() => import("./operations/effect-page.tsx"), "EffectPage"),
});
const webhooksRoute = createRoute({
  getParentRoute: () => inside,
  path: "/webhooks",
  component: lazyRouteComponent(() => import("./webhooks/webhooks-page.tsx"), "WebhooksPage"),
});
const webhookRoute = createRoute({
  getParentRoute: () => inside,
  path: "/webhooks/$webhookId",
  validateSearch: z.object({ status: z.enum(deliveryStates).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./webhooks/webhook-page.tsx"), "WebhookPage"),
});

const deviceRoute = createRoute({
  getParentRoute: () => inside,
  path: "/device",
  component: lazyRouteComponent(() => import("./session/device-page.tsx"), "DevicePage"),
});
const accountRoute = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  validateSearch: z.object({ view: z.enum(accountViews).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
});

const routeTree = root.addChildren([
  signInRoute,
  signUpRoute,
  invitationRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  verifyEmailRoute,
  confirmSignUpRoute,
  outboxRoute,
  inside.addChildren([
    startRoute,
    nichesRoute,
    comparisonRoute,
    nicheRoute,
    marketRoute,
    startRunRoute,
    runsRoute,
    runRoute,
    modelsRoute,
    operationsRoute,
    effectRoute,
    webhooksRoute,
    webhookRoute,
    systemRoute,
    deviceRoute,
    accountRoute,
  ]),
]);

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    scrollRestoration: true,
    defaultPendingComponent: () => <Loading what="the page" />,
    defaultNotFoundComponent: NotFound,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

function NotFound() {
  return (
    <div className="mx-auto max-w-prose px-4 py-16">
      <h1 className="text-2xl font-semibold">There is no such page</h1>
      <p className="mt-2 text-muted">The address may be mistyped, or what it named is gone.</p>
      <Link to="/niches" className="mt-4 inline-block text-accent underline underline-offset-4">
        Go to the niches
      </Link>
    </div>
  );
}

function Broken({ error, reset }: ErrorComponentProps) {
  return (
    <div className="mx-auto max-w-prose px-4 py-16">
      <Failure error={error} onRetry={reset} />
    </div>
  );
}
