CREATE TABLE `model_metrics` (
	`resolution` text NOT NULL,
	`bucket` integer NOT NULL,
	`model` text NOT NULL,
	`version` text NOT NULL,
	`node` text NOT NULL,
	`shard` text NOT NULL,
	`tally` text NOT NULL,
	PRIMARY KEY(`resolution`, `bucket`, `model`, `version`, `node`, `shard`)
);
--> statement-breakpoint
CREATE TABLE `model_usage` (
	`organisation` text NOT NULL,
	`bucket` integer NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`model` text NOT NULL,
	`shard` text NOT NULL,
	`requests` integer NOT NULL,
	`errors` integer NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`organisation`, `bucket`, `kind`, `id`, `model`, `shard`)
);
--> statement-breakpoint
CREATE INDEX `model_usage_by_bucket` ON `model_usage` (`bucket`);
--> statement-breakpoint
CREATE TABLE `alert_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation` text,
	`rule` text NOT NULL,
	`state` text NOT NULL,
	`raised_at` integer,
	`value` real,
	`measured_at` integer
);
--> statement-breakpoint
CREATE TABLE `monitor_clock` (
	`name` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
