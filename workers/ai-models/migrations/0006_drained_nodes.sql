ALTER TABLE `nodes` ADD `drained_at` integer;
--> statement-breakpoint
ALTER TABLE `nodes` ADD `left_at` integer;
