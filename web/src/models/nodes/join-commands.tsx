/** Both commands with which a node joins, to be copied. */
import { CopyButton } from "../../interface/copy-button.tsx";
import { isLoopback, joinCommand, type Joining } from "./join-command.ts";

export function JoinCommands({ joining }: { joining: Joining }) {
  return (
    <dl className="space-y-4 text-sm">
      <Command title="The edge calls the node" command={joinCommand("direct", joining)}>
        {isLoopback(joining.edge)
          ? "For a node on this very machine."
          : "For a node that the edge can reach: write in the address of its tunnel or TLS proxy. What stands there must pass the path and the body unchanged."}
      </Command>
      <Command title="The node dials out" command={joinCommand("dial-out", joining)}>
        For a node behind NAT or a firewall: it needs nothing but outgoing HTTPS.
      </Command>
    </dl>
  );
}

function Command({ title, command, children }: { title: string; command: string; children: string }) {
  return (
    <div>
      <dt className="font-medium">{title}</dt>
      <dd className="mt-1 space-y-2">
        <p className="text-muted">{children}</p>
        <pre tabIndex={0} aria-label={`Command: ${title}`} className="overflow-x-auto rounded-lg bg-raised p-3 text-xs">
          {command}
        </pre>
        <CopyButton text={command} label="Copy the command" />
      </dd>
    </div>
  );
}
