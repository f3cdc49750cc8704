/** Whether a process of this machine is still there. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    // Somebody else's process exists too.
    return cause instanceof Error && "code" in cause && cause.code === "EPERM";
  }
}
