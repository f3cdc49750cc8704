CREATE TABLE `actors` (
	`organisation` text NOT NULL,
	`kind` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`last_event_at` text NOT NULL,
	`last_event_type` text NOT NULL,
	`dead_letters` integer NOT NULL,
	PRIMARY KEY(`organisation`, `kind`, `id`)
);
--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`organisation` text NOT NULL,
	`kind` text NOT NULL,
	`actor_id` text NOT NULL,
	`effect_id` text NOT NULL,
	`effect_type` text NOT NULL,
	`lane` text NOT NULL,
	`fault` text NOT NULL,
	`attempts` integer NOT NULL,
	`died_at` text NOT NULL,
	PRIMARY KEY(`organisation`, `kind`, `actor_id`, `effect_id`)
);
--> statement-breakpoint
CREATE INDEX `dead_letters_died_at` ON `dead_letters` (`organisation`,`kind`,`died_at`);
