import { isSample, sampleProvenance } from "../../../../contracts/sample/workspace.ts";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { Remark } from "../../interface/notice.tsx";

/** Says of a niche of the sample what in it is invented; nothing of any other. */
export function SampleRemark({ niche }: { niche: NicheDetail }) {
  if (!isSample(niche)) return undefined;
  return (
    <Remark>
      <strong>Sample data.</strong> {sampleProvenance}
    </Remark>
  );
}
