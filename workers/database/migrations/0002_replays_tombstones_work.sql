CREATE TABLE `rebuild_events` (
	`organisation` text NOT NULL,
	`event_id` text NOT NULL,
	`handled` integer NOT NULL,
	PRIMARY KEY(`organisation`, `event_id`)
);
--> statement-breakpoint
CREATE TABLE `rebuilds` (
	`organisation` text PRIMARY KEY NOT NULL,
	`run` text NOT NULL,
	`position` integer NOT NULL,
	`swap` text,
	`swaps` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tombstones` (
	`organisation` text PRIMARY KEY NOT NULL,
	`erased_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `work` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`message` text,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`unit` text NOT NULL,
	`principal` text NOT NULL,
	`state` text NOT NULL,
	`result` text,
	`failures` integer NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `work_tenant` ON `work` (`tenant`,`started_at`);
--> statement-breakpoint
DROP TABLE `verifications`;
