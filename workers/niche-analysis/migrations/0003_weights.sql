CREATE TABLE `opportunity_weights` (
	`organisation` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`chosen` text NOT NULL,
	`set_by` text NOT NULL,
	`set_at` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `niches` ADD `inputs` text;
--> statement-breakpoint
ALTER TABLE `niches` ADD `market_size` real;
--> statement-breakpoint
ALTER TABLE `niches` ADD `growth_rate` real;
--> statement-breakpoint
ALTER TABLE `niches` ADD `competition` real;
--> statement-breakpoint
ALTER TABLE `niches` ADD `problem_severity` real;
--> statement-breakpoint
ALTER TABLE `niches` ADD `solution_feasibility` real;
--> statement-breakpoint
ALTER TABLE `niches` ADD `monetization_potential` real;
