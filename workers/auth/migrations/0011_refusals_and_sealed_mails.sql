CREATE TABLE `refused_sign_ins` (
  `method` text NOT NULL,
  `minute` integer NOT NULL,
  `count` integer NOT NULL,
  PRIMARY KEY (`method`, `minute`)
);
--> statement-breakpoint
ALTER TABLE `mails` ADD `sealed` integer NOT NULL DEFAULT 0;
--> statement-breakpoint
DROP TABLE `verifications`;
