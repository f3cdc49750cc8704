CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`organisation` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`digest` text NOT NULL,
	`invited_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`organisation`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_digest_unique` ON `invitations` (`digest`);--> statement-breakpoint
CREATE INDEX `invitations_organisation` ON `invitations` (`organisation`,`id`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`organisation` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`action` text NOT NULL,
	`actor_kind` text NOT NULL,
	`actor` text NOT NULL,
	`target` text,
	`details` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`organisation`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `audit_heads` (
	`organisation` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE TRIGGER `audit_entries_stay` BEFORE UPDATE ON `audit_entries` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
--> statement-breakpoint
ALTER TABLE `sessions` ADD `method` text NOT NULL DEFAULT 'password';--> statement-breakpoint
ALTER TABLE `sessions` ADD `last_seen_at` integer NOT NULL DEFAULT 0;--> statement-breakpoint
ALTER TABLE `sessions` ADD `authenticated_at` integer NOT NULL DEFAULT 0;--> statement-breakpoint
UPDATE `sessions` SET `last_seen_at` = `updated_at`, `authenticated_at` = `created_at`;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `last_used_at` integer;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `successor` text;
