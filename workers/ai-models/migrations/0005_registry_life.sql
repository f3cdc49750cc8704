ALTER TABLE `versions` ADD `release` text;
--> statement-breakpoint
ALTER TABLE `versions` ADD `manifest` text;
--> statement-breakpoint
ALTER TABLE `versions` ADD `retired_at` integer;
--> statement-breakpoint
CREATE UNIQUE INDEX `versions_by_release` ON `versions` (`model_id`, `release`);
--> statement-breakpoint
ALTER TABLE `aliases` ADD `canary_model_id` text;
--> statement-breakpoint
ALTER TABLE `aliases` ADD `canary_version` text;
--> statement-breakpoint
ALTER TABLE `aliases` ADD `canary_percent` real;
--> statement-breakpoint
ALTER TABLE `aliases` ADD `fallback` text;
--> statement-breakpoint
CREATE TABLE `alias_changes` (
	`alias` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`change` text NOT NULL,
	`model_id` text NOT NULL,
	`version` text NOT NULL,
	`canary_model_id` text,
	`canary_version` text,
	`canary_percent` real,
	`back` integer,
	`by` text,
	PRIMARY KEY(`alias`, `number`)
);
--> statement-breakpoint
INSERT INTO `alias_changes` (`alias`, `number`, `at`, `change`, `model_id`, `version`)
SELECT `alias`, 1, `moved_at`, CASE `pinned` WHEN 1 THEN 'moved-by-hand' ELSE 'first-version' END, `model_id`, `version` FROM `aliases`;
--> statement-breakpoint
ALTER TABLE `nodes` ADD `join_token_id` text;
--> statement-breakpoint
CREATE TABLE `join_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`digest` text NOT NULL,
	`node_name` text,
	`note` text,
	`issued_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `join_tokens_by_digest` ON `join_tokens` (`digest`);
