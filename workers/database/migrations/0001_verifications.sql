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
CREATE TABLE `verifications` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation` text NOT NULL,
	`status` text NOT NULL,
	`message` text,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`head` integer,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`lease_until` integer NOT NULL,
	`services` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verifications_organisation` ON `verifications` (`organisation`,`started_at`);