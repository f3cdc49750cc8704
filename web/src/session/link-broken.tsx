/** What a page says that was opened without the token of its link. */
import { Remark } from "../interface/notice.tsx";

export function LinkBroken() {
  return (
    <Remark>
      This address lacks the part of the link that opens it. Open the whole link from the e-mail again; a page that was loaded anew has
      forgotten it.
    </Remark>
  );
}
