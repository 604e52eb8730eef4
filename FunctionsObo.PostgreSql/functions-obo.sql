-- Makes what FunctionsObo.PostgreSql needs in the database that it is run in: schema, tables, and the role of the app. Run it as the database's
-- administrator, before the app's first start and after each update of the package; what is there already stays as it is:
--
--     psql "host=… dbname=… user=…" --set ON_ERROR_STOP=1 --file functions-obo.sql
--
-- The role can sign in, and has no password. Give it one (\password functions_obo), or let a user that there is be a member of it:
-- grant functions_obo to "my-app". The limits at the end belong to whoever signs in: repeat them for such a user.

begin;

set local client_min_messages = warning; -- that something is there already is no news

do $$
begin
    perform pg_advisory_xact_lock(5503206951173290850); -- two runs at the same time are one after the other
    if not exists (select from pg_roles where rolname = 'functions_obo') then
        create role functions_obo login;
    end if;
end
$$;

create schema if not exists functions_obo;

create table if not exists functions_obo.layout (
    only_row boolean primary key default true check (only_row),
    version  integer not null
);

-- Sealed tokens. Unlogged: in no backup, in no replica, and gone after a crash, which costs an exchange for each. The values cannot be compressed.
create unlogged table if not exists functions_obo.entry (
    id         bytea primary key check (octet_length(id) = 32),
    value      bytea not null,
    expires_at timestamptz not null
);
alter table functions_obo.entry alter column value set storage external;
create index if not exists entry_expires_at on functions_obo.entry (expires_at);

-- Who may do what only one should do, and until when.
create unlogged table if not exists functions_obo.claim (
    id         bytea primary key check (octet_length(id) = 32),
    holder     uuid not null,
    expires_at timestamptz not null
);

-- Long-running sessions, sealed too. A refresh token cannot be had anew without its user: these survive a crash.
create table if not exists functions_obo.session (
    id         bytea primary key check (octet_length(id) = 32),
    value      bytea not null,
    version    bigint not null,
    expires_at timestamptz not null
);
alter table functions_obo.session alter column value set storage external;
create index if not exists session_expires_at on functions_obo.session (expires_at);

-- Purges. Who writes one holds the only row of mark_position until the commit, so that marks become visible in the order of their positions.
create table if not exists functions_obo.mark (
    position   bigint primary key,
    subject    bytea not null check (octet_length(subject) = 32),
    at         timestamptz not null,
    expires_at timestamptz not null
);
create table if not exists functions_obo.mark_position (
    only_row boolean primary key default true check (only_row),
    last     bigint not null
);

-- Entries come and go within an hour: vacuum before half of the table is dead.
alter table functions_obo.entry set (
    autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_cost_delay = 0,
    toast.autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_cost_delay = 0);
alter table functions_obo.claim set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

insert into functions_obo.mark_position (last) values (0) on conflict do nothing;
insert into functions_obo.layout (version) values (1) on conflict do nothing;

-- Rows, and nothing else: no table can be made, changed or emptied at run time.
revoke all on schema functions_obo from public;
revoke all on all tables in schema functions_obo from public, functions_obo;
grant usage on schema functions_obo to functions_obo;
grant select on functions_obo.layout to functions_obo;
grant select, insert, update, delete on functions_obo.entry, functions_obo.claim, functions_obo.session to functions_obo;
grant select, insert, delete on functions_obo.mark to functions_obo;
grant select, update on functions_obo.mark_position to functions_obo;

-- What nobody waits for any more ends on the server too.
alter role functions_obo set statement_timeout = '1s';
alter role functions_obo set lock_timeout = '200ms';
alter role functions_obo set idle_in_transaction_session_timeout = '5s';

commit;
