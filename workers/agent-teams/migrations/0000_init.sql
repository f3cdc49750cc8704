CREATE TABLE `commands` (
	`organisation` text NOT NULL,
	`id` text NOT NULL,
	`fingerprint` text NOT NULL,
	`value` text NOT NULL,
	`recorded_at` integer NOT NULL,
	PRIMARY KEY(`organisation`, `id`)
);
--> statement-breakpoint
CREATE INDEX `commands_recorded_at` ON `commands` (`recorded_at`);--> statement-breakpoint
CREATE TABLE `inbox` (
	`event_id` text PRIMARY KEY NOT NULL,
	`applied_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`subject` text NOT NULL,
	`sequence` integer NOT NULL,
	`envelope` text NOT NULL,
	`sent_at` integer,
	PRIMARY KEY(`subject`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`organisation` text NOT NULL,
	`id` text NOT NULL,
	`team_id` text NOT NULL,
	`team_name` text NOT NULL,
	`niche_id` text NOT NULL,
	`status` text NOT NULL,
	`steps_done` integer NOT NULL,
	`message` text,
	`started_at` text NOT NULL,
	`finished_at` text,
	PRIMARY KEY(`organisation`, `id`)
);
--> statement-breakpoint
CREATE INDEX `runs_by_niche` ON `runs` (`organisation`,`niche_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`organisation` text NOT NULL,
	`id` text NOT NULL,
	`team` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organisation`, `id`)
);
