/** The niche as a file: a document to read, a table to go on with, and the page itself on paper. */
import { Button, buttonClass } from "../interface/button.tsx";

export function ReportLinks({ nicheId }: { nicheId: string }) {
  const path = `/api/v1/niches/${nicheId}/report`;
  return (
    <>
      <a href={path} download className={buttonClass()}>
        Report
      </a>
      <a href={`${path}?format=csv`} download className={buttonClass()}>
        Themes as CSV
      </a>
      <a href={`${path}?format=figures`} download className={buttonClass()}>
        All figures as CSV
      </a>
      <a href={`${path}?format=pdf`} download className={buttonClass()}>
        PDF
      </a>
      <Button onClick={() => window.print()}>Print</Button>
    </>
  );
}
