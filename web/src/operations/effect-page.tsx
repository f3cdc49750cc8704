/** One effect of an actor: what led to it, what was tried, and what can be done about it. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { EffectView } from "../../../contracts/actor.ts";
import type { EffectReference } from "../../../contracts/services/actors.ts";
import { Badge } from "../interface/badge.tsx";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { ActorLink } from "./actor-link.tsx";
import { effectTones, kindWords } from "./actor-words.ts";
import { EffectChain } from "./effect-chain.tsx";
import { EffectActions } from "./effect-actions.tsx";
import { effectQuery } from "./queries.ts";

const route = getRouteApi("/inside/operations/effects/$kind/$actorId/$effectId");

export function EffectPage() {
  const reference = route.useParams();
  const query = useQuery(effectQuery(reference));
  return (
    <Loaded query={query} what="the effect">
      {(effect) => <EffectContent key={effect.id} reference={reference} effect={effect} />}
    </Loaded>
  );
}

function EffectContent({ reference, effect }: { reference: EffectReference; effect: EffectView }) {
  const { kind, actorId } = reference;
  return (
    <Page
      title={`Effect “${effect.type}”`}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={effectTones[effect.status]}>{effect.status}</Badge>
          <span>
            of the {kindWords[kind].one} <ActorLink kind={kind} id={actorId} />
          </span>
          <Link to="/operations" search={{ view: "dead-letters" }} className="text-accent underline-offset-4 hover:underline">
            all dead letters
          </Link>
        </span>
      }
    >
      <Standing effect={effect} />
      <EffectActions reference={reference} effect={effect} />
      <EffectChain reference={reference} effect={effect} />
    </Page>
  );
}

/** What the state means, said once and aloud when it changes. */
function Standing({ effect: { status, fault } }: { effect: EffectView }) {
  const tone = status === "done" ? "good" : status === "dead" ? "warn" : "plain";
  return (
    <div aria-live="polite">
      <Remark tone={tone}>
        {meanings[status]} {status === "dead" && fault && <>The last attempt failed: {fault.detail}</>}
      </Remark>
    </div>
  );
}

const meanings: Record<EffectView["status"], string> = {
  pending: "It waits for its next attempt; this page follows it.",
  running: "It is being tried right now; this page follows it.",
  done: "It has succeeded, and its actor has taken the result.",
  dead: "It was given up: nothing tries it again by itself.",
  cancelled: "Its actor does not want it any more.",
  discarded: "Somebody has discarded it; it never runs again.",
};
