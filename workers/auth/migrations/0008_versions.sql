ALTER TABLE `organisations` ADD `version` integer NOT NULL DEFAULT 1;
--> statement-breakpoint
ALTER TABLE `members` ADD `version` integer NOT NULL DEFAULT 1;
