/** Long work: what a 202 answers and what a page shows while something runs. */
import * as z from "zod";

export const workStatuses = ["queued", "running", "waiting", "succeeded", "failed", "cancelled"] as const;
export const progressSchema = z.object({ done: z.int().min(0), total: z.int().min(0), unit: z.string() });
export type Progress = z.infer<typeof progressSchema>;

export const workSchema = z.object({
  status: z.enum(workStatuses),
  progress: progressSchema,
  /** What is being done now, or why it failed. */
  message: z.string().optional(),
});
export type Work = z.infer<typeof workSchema>;
