/** The migration as the bundler of the tests hands it over: its text. */
declare module "*/0001_plans.sql?raw" {
  const sql: string;
  export default sql;
}
