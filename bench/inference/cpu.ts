/** Processor time of other processes, all their threads together, as Linux counts it (proc(5)). */
import { readFileSync } from "node:fs";

/** Ticks a second of `/proc`: USER_HZ, 100 on every Linux that Node runs on. */
const ticksASecond = 100;

/** Seconds that the processes have computed so far, in user code and in the kernel for them. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Fields 14 and 15, counted from after the name, which may hold spaces: state is the third.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / ticksASecond;
  }, 0);
}
