-- A key may be a service's: nobody's own, so that it stays when people leave.
CREATE TABLE `api_keys_next` (
  `id` text PRIMARY KEY NOT NULL,
  `organisation` text NOT NULL,
  `owner` text,
  `name` text NOT NULL,
  `digest` text NOT NULL,
  `scopes` text NOT NULL,
  `created_at` integer NOT NULL,
  `expires_at` integer,
  `revoked_at` integer,
  `last_used_at` integer,
  `successor` text,
  `service` text,
  FOREIGN KEY (`organisation`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE cascade,
  FOREIGN KEY (`owner`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
  CONSTRAINT `api_keys_whose` CHECK ((`owner` IS NULL) <> (`service` IS NULL))
);
--> statement-breakpoint
INSERT INTO `api_keys_next` SELECT `id`, `organisation`, `owner`, `name`, `digest`, `scopes`, `created_at`, `expires_at`, `revoked_at`, `last_used_at`, `successor`, NULL FROM `api_keys`;
--> statement-breakpoint
DROP TABLE `api_keys`;
--> statement-breakpoint
ALTER TABLE `api_keys_next` RENAME TO `api_keys`;
--> statement-breakpoint
CREATE INDEX `api_keys_organisation` ON `api_keys` (`organisation`,`id`);
--> statement-breakpoint
CREATE INDEX `api_keys_service` ON `api_keys` (`service`) WHERE `service` IS NOT NULL;
