-- Whether the desk may make a sound when an approval arrives. Keys already have their switch: users.hotkeys.
ALTER TABLE users ADD COLUMN sound boolean NOT NULL DEFAULT false;
