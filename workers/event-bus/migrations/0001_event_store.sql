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
CREATE TABLE `events` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`subject` text NOT NULL,
	`sequence` integer NOT NULL,
	`type` text NOT NULL,
	`dataversion` integer NOT NULL,
	`source` text NOT NULL,
	`organisation` text NOT NULL,
	`time` integer NOT NULL,
	`causationid` text,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `events_subject_sequence` ON `events` (`subject`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_organisation_position` ON `events` (`organisation`,`position`);--> statement-breakpoint
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
CREATE TABLE `rejected_events` (
	`key` text PRIMARY KEY NOT NULL,
	`event_id` text,
	`subject` text NOT NULL,
	`type` text NOT NULL,
	`source` text NOT NULL,
	`organisation` text NOT NULL,
	`reason` text NOT NULL,
	`body` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`times` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rejected_events_organisation` ON `rejected_events` (`organisation`,`last_at`);