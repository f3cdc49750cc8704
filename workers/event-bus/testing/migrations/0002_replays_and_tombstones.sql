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
CREATE TABLE commands (organisation text NOT NULL, id text NOT NULL, fingerprint text NOT NULL, value text NOT NULL, recorded_at integer NOT NULL, PRIMARY KEY (organisation, id));
