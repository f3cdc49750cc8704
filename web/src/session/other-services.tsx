/** Signing in, or up, with another service: a link to each that is set up in this installation. */
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "../interface/button.tsx";
import { providersQuery, wayTo } from "./door.ts";
import { serviceName } from "./service-names.ts";

/** Nothing while none is known: the password always works. */
export function OtherServices() {
  const { data } = useQuery(providersQuery);
  return <ServiceLinks names={data?.items ?? []} />;
}

export function ServiceLinks({ names }: { names: readonly string[] }) {
  return (
    <ul className="mt-4 space-y-4 empty:hidden">
      {names.map((name) => (
        <li key={name}>
          <a href={wayTo(name)} className={buttonClass("secondary", "w-full")}>
            Continue with {serviceName(name)}
          </a>
        </li>
      ))}
    </ul>
  );
}
