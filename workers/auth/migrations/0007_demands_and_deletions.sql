ALTER TABLE `organisations` ADD `second_factor_required` integer NOT NULL DEFAULT 0;
--> statement-breakpoint
CREATE TRIGGER `audit_entries_kept` BEFORE DELETE ON `audit_entries`
  WHEN NOT EXISTS (SELECT 1 FROM `tombstones` WHERE `organisation` = OLD.`organisation`)
  BEGIN SELECT RAISE(ABORT, 'the audit log goes only with its organisation'); END;
