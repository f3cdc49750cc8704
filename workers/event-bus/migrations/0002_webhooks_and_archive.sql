CREATE TABLE `archive_contents` (
	`organisation` text NOT NULL,
	`type` text NOT NULL,
	`first` integer NOT NULL,
	`events` integer NOT NULL,
	PRIMARY KEY(`organisation`, `type`, `first`)
);
--> statement-breakpoint
CREATE INDEX `archive_contents_first` ON `archive_contents` (`first`);--> statement-breakpoint
CREATE TABLE `archive_segments` (
	`first` integer PRIMARY KEY NOT NULL,
	`last` integer NOT NULL,
	`key` text NOT NULL,
	`day` text NOT NULL,
	`events` integer NOT NULL,
	`sha256` text NOT NULL,
	`archived_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE TABLE `archived_subjects` (
	`subject` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`first_position` integer NOT NULL,
	`last_position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation` text NOT NULL,
	`url` text NOT NULL,
	`description` text NOT NULL,
	`types` text NOT NULL,
	`enabled` integer NOT NULL,
	`disabled_reason` text,
	`disabled_at` integer,
	`start_position` integer NOT NULL,
	`secret` text NOT NULL,
	`previous_secret` text,
	`previous_until` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhook_endpoints_organisation` ON `webhook_endpoints` (`organisation`,`id`);