CREATE TABLE `author_salts` (
	`organisation` text PRIMARY KEY NOT NULL,
	`salt` text NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE `niches` (
	`organisation` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`status` text NOT NULL,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`unit` text NOT NULL,
	`message` text,
	`evidence_count` integer NOT NULL,
	`theme_count` integer NOT NULL,
	`top_themes` text NOT NULL,
	`score` real,
	`low` real,
	`high` real,
	`band` text,
	`assessment` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`organisation`, `id`)
);
--> statement-breakpoint
CREATE INDEX `niches_by_score` ON `niches` (`organisation`,`score`,`id`);--> statement-breakpoint
CREATE INDEX `niches_by_parent` ON `niches` (`organisation`,`parent_id`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`subject` text NOT NULL,
	`sequence` integer NOT NULL,
	`envelope` text NOT NULL,
	`sent_at` integer,
	PRIMARY KEY(`subject`, `sequence`)
);
