/** Below a refused change: what somebody else has changed meanwhile. */
import { Remark } from "./notice.tsx";
import { differences, type Seen, type Words } from "./overtaken.ts";

/** Nothing as long as nobody was faster. `describe`: the thing in words, as far as the change is about it. */
export function ChangedSince<T>({ seen: { seen, before }, describe }: { seen: Seen<T>; describe: (thing: T) => Words }) {
  if (before === undefined) return null;
  const changes = differences(describe(before), describe(seen));
  return (
    <Remark>
      <p className="font-medium">Somebody else has changed it meanwhile.</p>
      {changes.length === 0 ? (
        <p className="mt-1">Nothing of what you see here is different.</p>
      ) : (
        <ul className="mt-1 space-y-1">
          {changes.map(({ what, before: was, now }) => (
            <li key={what}>
              {what}: was {was}, is <span className="font-medium">{now}</span> now
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1">Send it again to put yours in its place.</p>
    </Remark>
  );
}
