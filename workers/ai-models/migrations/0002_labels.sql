ALTER TABLE `versions` ADD `labels` text;
