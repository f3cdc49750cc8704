CREATE TABLE `organisation_origins` (
  `origin` text NOT NULL,
  `organisation` text NOT NULL,
  PRIMARY KEY (`origin`, `organisation`),
  FOREIGN KEY (`organisation`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `organisation_origins_organisation` ON `organisation_origins` (`organisation`);
