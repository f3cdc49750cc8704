CREATE TABLE `backup_parts` (
	`backup` text NOT NULL,
	`number` integer NOT NULL,
	`section` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	PRIMARY KEY(`backup`, `number`)
);
--> statement-breakpoint
CREATE TABLE `backup_actors` (
	`place` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run` text NOT NULL,
	`service` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `backup_actors_name` ON `backup_actors` (`run`,`service`,`kind`,`name`);
