/** Processes as Linux lists them (proc(5)), for tests that kill. */
import { readdirSync, readFileSync } from "node:fs";

/** Ids of the living processes of a group, or of those among them whose program has this name. */
export function processesOf(group: number, program?: string): number[] {
  return living().flatMap((one) => (one.group === group && (program === undefined || one.name === program) ? [one.pid] : []));
}

/** Bytes of memory that all processes of a group have resident, what they share counted for each. */
export function residentBytes(group: number): number {
  return processesOf(group).reduce((sum, pid) => sum + residentOf(pid), 0);
}

/** Ids of the living processes that `parent` started. */
export function childrenOf(parent: number): number[] {
  return living().flatMap((one) => (one.parent === parent ? [one.pid] : []));
}

/**
 * The workerd of `wrangler dev` in a process group that runs our Workers; undefined between two of its starts. wrangler runs two: the other
 * is a proxy at the public port, which no deployed system has (wrangler starts it again but it never answers).
 */
export function runtimeOf(group: number, publicPort: string): number | undefined {
  return processesOf(group, "workerd").find((pid) => !holdsPort(pid, publicPort));
}

function living(): { pid: number; name: string; parent: number; group: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((id) => {
      try {
        const stat = readFileSync(`/proc/${id}/stat`, "utf8");
        const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
        const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return state === "Z" ? [] : [{ pid: Number(id), name, parent: Number(parent), group: Number(group) }];
      } catch {
        // Ended while we looked.
        return [];
      }
    });
}

function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function holdsPort(pid: number, port: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`=127.0.0.1:${port}\0`);
  } catch {
    return true;
  }
}
