/** What makes authors of one organisation strangers in the next. */

/** The salt of an organisation; made on first use, by whichever import is first. */
export async function saltOf(db: D1Database, organisation: string): Promise<string> {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  await db.prepare("INSERT INTO author_salts (organisation, salt) VALUES (?, ?) ON CONFLICT DO NOTHING").bind(organisation, fresh).run();
  const row = await db.prepare("SELECT salt FROM author_salts WHERE organisation = ?").bind(organisation).first<{ salt: string }>();
  return row?.salt ?? fresh;
}
