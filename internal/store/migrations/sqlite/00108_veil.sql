-- +goose Up
-- Name, telephone and e-mail of a resident, sealed with the key of the account.
-- The three columns in the open are for staff, organisations and machines.
ALTER TABLE account ADD COLUMN veiled BLOB NOT NULL DEFAULT x'';

-- +goose Down
ALTER TABLE account DROP COLUMN veiled;
