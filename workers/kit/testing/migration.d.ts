/** A migration as the bundler of the tests hands it over: its text. */
declare module "*.sql?raw" {
  const sql: string;
  export default sql;
}
