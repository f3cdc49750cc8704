CREATE TABLE `device_grants` (
	`digest` text PRIMARY KEY NOT NULL,
	`user_code` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text,
	`status` text NOT NULL,
	`owner` text,
	`organisation` text,
	`asked_at` integer,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `device_grants_user_code_unique` ON `device_grants` (`user_code`);--> statement-breakpoint
CREATE INDEX `device_grants_expiry` ON `device_grants` (`expires_at`);
