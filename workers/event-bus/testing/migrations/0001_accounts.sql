CREATE TABLE outbox (subject text NOT NULL, sequence integer NOT NULL, envelope text NOT NULL, sent_at integer, PRIMARY KEY (subject, sequence));
--> statement-breakpoint
CREATE TABLE inbox (event_id text PRIMARY KEY NOT NULL, applied_at integer NOT NULL);
--> statement-breakpoint
CREATE TABLE accounts (organisation text NOT NULL, subject text PRIMARY KEY NOT NULL, amount integer NOT NULL, trail text NOT NULL);
--> statement-breakpoint
CREATE TABLE orders (name text PRIMARY KEY NOT NULL);
