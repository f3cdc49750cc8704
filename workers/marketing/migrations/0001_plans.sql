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
CREATE TABLE `plans` (
	`organisation` text NOT NULL,
	`id` text NOT NULL,
	`niche_id` text NOT NULL,
	`summary` text NOT NULL,
	`plan` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`organisation`, `id`)
);
--> statement-breakpoint
CREATE INDEX `plans_by_niche` ON `plans` (`organisation`,`niche_id`,`id`);
