/** One text of a plan as its reader will see it, every claim with a link to its evidence. */
import { Link } from "@tanstack/react-router";
import { Fragment, useMemo, type ReactNode } from "react";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import { isId } from "../../../contracts/ids.ts";
import { needsProof, type Content } from "../../../contracts/services/marketing-content.ts";
import { Badge } from "../interface/badge.tsx";
import { count, plural, title } from "../interface/formats.ts";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { noteKey, noteNumbers, parseArticle, type ArticleNode, type ArticleTag } from "./article.ts";

export function ContentView({ content, run }: { content: Content; run: Run }) {
  const article = useMemo(() => parseArticle(content.html), [content.html]);
  const numbers = noteNumbers(article);
  const { kind, sentences, readability, producedBy, publishable, unproven } = content;
  const claims = sentences.filter(({ claim }) => claim);
  return (
    <details open={kind === "landing-page"} className="rounded-xl border border-line bg-surface">
      <summary className="px-4 py-3 sm:px-5">
        <span className="font-semibold">{title(kind)}:</span> {content.title}{" "}
        <Badge tone={publishable ? "good" : "warn"}>{publishable ? "every claim has evidence" : needsProof}</Badge>
      </summary>
      <article aria-label={`Preview of ${content.title}`} className="border-t border-line bg-canvas px-5 py-6 sm:px-8">
        <div className="mx-auto max-w-prose space-y-3 wrap-anywhere">
          {article.map((node, index) => (
            <Fragment key={index}>{rendered(node, run, numbers)}</Fragment>
          ))}
        </div>
      </article>
      <div className="space-y-2 border-t border-line px-4 py-3 text-xs text-muted sm:px-5">
        <p>
          {plural(claims.length, "claim")}, {count(claims.filter(({ evidenceIds }) => evidenceIds.length > 0).length)} with evidence. Flesch
          reading ease {readability.fleschReadingEase.toFixed(0)} (60 to 70 is plain English), grade{" "}
          {readability.fleschKincaidGrade.toFixed(1)}.
        </p>
        <p>
          Written by the {producedBy.kind} {producedBy.name} {producedBy.version}. Address: /{content.slug}. Description: {content.summary}
        </p>
        {unproven.length > 0 && (
          <ul className="list-disc pl-5">
            {unproven.map(({ removed, reason }, index) => (
              <li key={index}>
                Taken out: “{removed}” ({title(reason).toLowerCase()})
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

/** Inside a page that has its own headings, an article's start two levels lower. */
const looks: Record<ArticleTag, (children: ReactNode) => ReactNode> = {
  h1: (children) => <h3 className="text-2xl font-semibold">{children}</h3>,
  h2: (children) => <h4 className="pt-2 text-lg font-semibold">{children}</h4>,
  h3: (children) => <h5 className="font-semibold">{children}</h5>,
  p: (children) => <p>{children}</p>,
  blockquote: (children) => <blockquote className="border-l-2 border-accent pl-4 italic">{children}</blockquote>,
  ul: (children) => <ul className="list-disc space-y-1 pl-5">{children}</ul>,
  ol: (children) => <ol className="list-decimal space-y-1 pl-5">{children}</ol>,
  li: (children) => <li>{children}</li>,
};

function rendered(node: ArticleNode, run: Run, numbers: ReadonlyMap<string, number>): ReactNode {
  switch (node.kind) {
    case "text":
      return node.text;
    case "claim":
      return (
        <>
          {node.text}
          <Note node={node} run={run} number={numbers.get(noteKey(node.evidenceIds))} />
        </>
      );
    case "element":
      return looks[node.tag](node.children.map((child, index) => <Fragment key={index}>{rendered(child, run, numbers)}</Fragment>));
  }
}

const noteLook = "px-0.5 align-super text-xs not-italic";

/** Leads to what a claim rests on: texts of the evidence, or the stored price. */
function Note({ node, run, number }: { node: Extract<ArticleNode, { kind: "claim" }>; run: Run; number: number | undefined }) {
  if (node.evidenceIds.some((id) => isId("price", id))) {
    return (
      <Link
        to="/runs/$runId"
        params={{ runId: run.id }}
        search={{ view: "price" }}
        aria-label={`${number}, evidence for ${node.text}`}
        className={`text-accent hover:underline ${noteLook}`}
      >
        {number}
      </Link>
    );
  }
  return (
    <EvidenceButton nicheId={run.nicheId} ids={node.evidenceIds} about={node.text} className={noteLook}>
      {number}
    </EvidenceButton>
  );
}
