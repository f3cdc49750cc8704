/** The text that a link of a report leads to, over the page of its niche. */
import { getRouteApi } from "@tanstack/react-router";
import { Dialog } from "../interface/dialog.tsx";
import { EvidenceList } from "./evidence-list.tsx";

const route = getRouteApi("/inside/niches/$nicheId");

/** Nothing where the address names none. */
export function NamedText({ nicheId }: { nicheId: string }) {
  const { evidence } = route.useSearch();
  const navigate = route.useNavigate();
  if (evidence === undefined) return null;
  return (
    <Dialog title="Evidence" wide onClose={() => void navigate({ search: {}, replace: true })}>
      <p className="mb-3 text-sm text-muted">What somebody wrote, as a report names it.</p>
      <EvidenceList nicheId={nicheId} ids={[evidence]} />
    </Dialog>
  );
}
