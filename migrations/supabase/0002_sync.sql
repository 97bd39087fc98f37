-- The sync. A *unit* is what travels whole: a workout with its parts, a planned session with its
-- changes, a night, what a source said of a day, a threshold, a zone table, a year of daily load. `training.units` gives each a
-- version from one sequence, taken under one advisory lock that is held until commit: the order of
-- versions is the order of commits, so a client that pulls "after version n" never misses one.
-- Hand-made edits (SQL editor) are seen by triggers and get a version too; deletes leave a tombstone.

create sequence training.version_seq;

create table training.units (
    kind        text not null,
    key         text not null,
    version     bigint not null,
    sha         text, -- of the body as the client hashed it; null after an edit by hand
    deleted     boolean not null default false,
    changed_at  timestamptz not null default clock_timestamp(),
    primary key (kind, key)
);
create unique index units_by_version on training.units (version);

create table training.hub (
    only_row  boolean primary key default true check (only_row),
    epoch     uuid not null default gen_random_uuid()
);
insert into training.hub default values;

-- Changes when the database was restored or copied, so that every client starts afresh.
create function training.epoch() returns text
language sql stable set search_path = '' as $$
    select h.epoch || '-' || s.system_identifier || '-' || c.timeline_id
    from training.hub h, pg_catalog.pg_control_system() s, pg_catalog.pg_control_checkpoint() c
$$;

create function training.lock() returns void
language sql set search_path = '' as $$
    select pg_catalog.pg_advisory_xact_lock(7001)
$$;

-- Before an edit by hand locks any row: who pushes takes this lock first too, so neither waits for
-- the other in a ring.
create function training.lock_first() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform training.lock();
    return null;
end
$$;

-- Gives the unit its next version. The caller holds the lock. edited_at: when a device changed it,
-- null for now; a clock that runs ahead is not believed.
create function training.stamp(
    unit_kind text, unit_key text, unit_sha text, gone boolean, edited_at timestamptz default null
) returns bigint
language sql set search_path = '' as $$
    insert into training.units as u (kind, key, version, sha, deleted, changed_at)
    values (unit_kind, unit_key, nextval('training.version_seq'), unit_sha, gone,
            least(clock_timestamp(), coalesce(edited_at, clock_timestamp())))
    on conflict (kind, key) do update set
        version = excluded.version, sha = excluded.sha, deleted = excluded.deleted,
        changed_at = excluded.changed_at
    returning version
$$;

-- What triggers do for edits made by hand. Arguments: the unit's kind, then the key's columns.
create function training.touch() returns trigger
language plpgsql set search_path = '' as $$
declare
    before_row jsonb;
    after_row  jsonb;
    before_key text;
    after_key  text;
begin
    if coalesce(current_setting('training.pushing', true), '') = 'on' then
        return null; -- sync_push stamps the unit itself
    end if;
    before_row := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    after_row := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    if tg_op = 'UPDATE' and before_row = after_row then
        return null;
    end if;
    for i in 1 .. tg_nargs - 1 loop
        if before_row is not null then
            before_key := concat_ws('/', before_key, before_row ->> tg_argv[i]);
        end if;
        if after_row is not null then
            after_key := concat_ws('/', after_key, after_row ->> tg_argv[i]);
        end if;
    end loop;
    if before_key is not null and before_key is distinct from after_key then
        perform training.stamp(tg_argv[0], before_key, null, not training.present(tg_argv[0], before_key));
    end if;
    if after_key is not null then
        perform training.stamp(tg_argv[0], after_key, null, not training.present(tg_argv[0], after_key));
    end if;
    return null;
end
$$;

-- A plan row that goes takes no workout with it, a multisport workout takes its legs.
create function training.let_go() returns trigger
language plpgsql set search_path = '' as $$
begin
    if tg_table_name = 'workouts_planned' then
        update training.workouts_executed set planned_workout_id = null, match_method = 'none'
        where planned_workout_id = old.id;
    else
        perform training.drop_workout(w.id) from training.workouts_executed w where w.parent_id = old.id;
    end if;
    return null;
end
$$;

-- Deletes a workout that nobody named; the devices hear of it whoever caused it.
create function training.drop_workout(gone uuid) returns void
language plpgsql set search_path = '' as $$
begin
    delete from training.workouts_executed where id = gone;
    if coalesce(current_setting('training.pushing', true), '') = 'on' then
        perform training.stamp('workout', gone::text, null, true);
    end if;
end
$$;

create function training.refuse_truncate() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'TRUNCATE would hide the deletion from the other devices'
        using hint = format('use: delete from training.%I', tg_table_name);
end
$$;

create function training.dated_key(sport text, metric text, valid_from date) returns text
language sql stable set search_path = '' as $$
    select sport || '/' || metric || '/' || to_char(valid_from, 'YYYY-MM-DD')
$$;

-- Is there anything left of the unit?
create function training.present(unit_kind text, unit_key text) returns boolean
language sql stable set search_path = '' as $$
    select case unit_kind
        when 'athlete' then exists (select from training.athletes where id = unit_key::uuid)
        when 'planned' then exists (select from training.workouts_planned where id = unit_key::uuid)
        when 'workout' then exists (select from training.workouts_executed where id = unit_key::uuid)
        when 'wellness' then exists (select from training.wellness_daily where date = unit_key::date)
        when 'threshold' then exists (
            select from training.thresholds where training.dated_key(sport, metric, valid_from) = unit_key)
        when 'zones' then exists (
            select from training.training_zones where training.dated_key(sport, metric, valid_from) = unit_key)
        when 'raw' then exists (
            select from training.raw_payloads r
            where r.source = split_part(unit_key, '/', 1) and r.key = split_part(unit_key, '/', 2))
        else false
    end
$$;

-- The unit as one document, null when there is nothing of it.
create function training.body(unit_kind text, unit_key text) returns jsonb
language sql stable set search_path = '' as $$
    select case unit_kind
        when 'athlete' then (
            select jsonb_build_object('row', to_jsonb(a)) from training.athletes a where a.id = unit_key::uuid)
        when 'planned' then (
            select jsonb_build_object('row', to_jsonb(p), 'changes', (
                select coalesce(jsonb_agg(to_jsonb(c) order by c.seen_at, c.id), '[]')
                from training.plan_changes c where c.planned_id = p.id))
            from training.workouts_planned p where p.id = unit_key::uuid)
        when 'workout' then (
            select jsonb_build_object(
                'row', to_jsonb(w),
                'laps', (select coalesce(jsonb_agg(to_jsonb(l) order by l.lap_index), '[]')
                         from training.workout_laps l where l.workout_id = w.id),
                'stream', (select to_jsonb(s) from training.workout_streams s where s.workout_id = w.id),
                'curves', (select coalesce(jsonb_agg(to_jsonb(c) order by c.metric), '[]')
                           from training.workout_curves c where c.workout_id = w.id),
                'histograms', (select coalesce(jsonb_agg(to_jsonb(h) order by h.metric), '[]')
                               from training.workout_histograms h where h.workout_id = w.id),
                'sources', (select coalesce(jsonb_agg(to_jsonb(o) order by o.source, o.source_id), '[]')
                            from training.workout_sources o where o.workout_id = w.id))
            from training.workouts_executed w where w.id = unit_key::uuid)
        when 'wellness' then (
            select jsonb_build_object('row', to_jsonb(d)) from training.wellness_daily d
            where d.date = unit_key::date)
        when 'threshold' then (
            select jsonb_build_object('row', to_jsonb(t)) from training.thresholds t
            where training.dated_key(t.sport, t.metric, t.valid_from) = unit_key)
        when 'zones' then (
            select jsonb_build_object('rows', jsonb_agg(to_jsonb(z) order by z.zone))
            from training.training_zones z
            where training.dated_key(z.sport, z.metric, z.valid_from) = unit_key
            having count(*) > 0)
        when 'raw' then (
            select jsonb_build_object('answers', jsonb_agg(to_jsonb(r) order by r.kind))
            from training.raw_payloads r
            where r.source = split_part(unit_key, '/', 1) and r.key = split_part(unit_key, '/', 2)
            having count(*) > 0)
    end
$$;

-- Takes the unit away. The caller holds the lock.
create function training.drop_unit(unit_kind text, unit_key text) returns void
language plpgsql set search_path = '' as $$
begin
    case unit_kind
        when 'planned' then delete from training.workouts_planned where id = unit_key::uuid;
        when 'workout' then delete from training.workouts_executed where id = unit_key::uuid;
        when 'wellness' then delete from training.wellness_daily where date = unit_key::date;
        when 'threshold' then
            delete from training.thresholds where training.dated_key(sport, metric, valid_from) = unit_key;
        when 'zones' then
            delete from training.training_zones where training.dated_key(sport, metric, valid_from) = unit_key;
        when 'raw' then
            delete from training.raw_payloads r
            where r.source = split_part(unit_key, '/', 1) and r.key = split_part(unit_key, '/', 2);
        when 'load' then
            delete from training.daily_load where to_char(local_date, 'YYYY') = unit_key;
        when 'zone_time' then
            delete from training.workout_zone_seconds z using training.workouts_executed w
            where w.id = z.workout_id and to_char(w.local_date, 'YYYY-MM') = unit_key;
        when 'athlete' then null; -- rows refer to it; put_unit updates in place
        else raise exception 'unknown kind of unit: %', unit_kind using errcode = 'PT426',
            hint = 'this database is older than the program: run `training-brain db migrate`';
    end case;
end
$$;

-- Inserts the row or updates the one of its id; the rows that refer to it stay.
create function training.upsert(named text, one jsonb) returns void
language plpgsql set search_path = '' as $$
begin
    execute (
        select format('insert into training.%1$I as t select r.* from jsonb_populate_record(null::training.%1$I, $1) r'
                      ' on conflict (id) do update set %2$s',
                      named, string_agg(format('%1$I = excluded.%1$I', a.attname), ', '))
        from pg_catalog.pg_attribute a
        where a.attrelid = format('training.%I', named)::regclass
          and a.attnum > 0 and not a.attisdropped and a.attname <> 'id')
    using one;
end
$$;

-- Stores the unit in place of what was there. The caller holds the lock.
create function training.put_unit(unit_kind text, unit_key text, body jsonb) returns void
language plpgsql set search_path = '' as $$
declare
    one     jsonb := body -> 'row';
    emptied uuid;
begin
    if unit_kind not in ('athlete', 'planned', 'workout') then
        perform training.drop_unit(unit_kind, unit_key);
    end if;
    case unit_kind
        when 'athlete' then perform training.upsert('athletes', one);
        when 'planned' then
            perform training.upsert('workouts_planned', one);
            delete from training.plan_changes where planned_id = unit_key::uuid;
            insert into training.plan_changes
            select * from jsonb_populate_recordset(null::training.plan_changes, body -> 'changes')
            on conflict (id) do nothing;
        when 'workout' then
            perform training.upsert('workouts_executed', one);
            delete from training.workout_laps where workout_id = unit_key::uuid;
            delete from training.workout_streams where workout_id = unit_key::uuid;
            delete from training.workout_curves where workout_id = unit_key::uuid;
            delete from training.workout_histograms where workout_id = unit_key::uuid;
            delete from training.workout_sources where workout_id = unit_key::uuid;
            insert into training.workout_laps
            select * from jsonb_populate_recordset(null::training.workout_laps, body -> 'laps');
            if jsonb_typeof(body -> 'stream') = 'object' then
                insert into training.workout_streams
                select r.* from jsonb_populate_record(null::training.workout_streams, body -> 'stream') r;
            end if;
            insert into training.workout_curves
            select * from jsonb_populate_recordset(null::training.workout_curves, body -> 'curves');
            insert into training.workout_histograms
            select * from jsonb_populate_recordset(null::training.workout_histograms, body -> 'histograms');
            -- Who gives up the last recording to this workout was the same one on another device.
            for emptied in
                select distinct o.workout_id from training.workout_sources o
                join jsonb_to_recordset(body -> 'sources') as n (source text, source_id text)
                    using (source, source_id)
                where not exists (
                    select from training.workout_sources rest
                    where rest.workout_id = o.workout_id and rest.source <> 'athlete'
                      and (rest.source, rest.source_id) not in (
                        select m.source, m.source_id
                        from jsonb_to_recordset(body -> 'sources') as m (source text, source_id text)))
            loop
                delete from training.workout_sources where workout_id = emptied;
                perform training.drop_workout(emptied);
            end loop;
            insert into training.workout_sources as o
            select * from jsonb_populate_recordset(null::training.workout_sources, body -> 'sources')
            on conflict (source, source_id) do update set
                workout_id = excluded.workout_id, sha256 = excluded.sha256,
                file_name = excluded.file_name, rank = excluded.rank, started_at = excluded.started_at,
                ended_at = excluded.ended_at, fetched_at = excluded.fetched_at, details = excluded.details;
        when 'wellness' then
            insert into training.wellness_daily
            select r.* from jsonb_populate_record(null::training.wellness_daily, one) r;
        when 'threshold' then
            insert into training.thresholds
            select r.* from jsonb_populate_record(null::training.thresholds, one) r;
        when 'zones' then
            insert into training.training_zones
            select * from jsonb_populate_recordset(null::training.training_zones, body -> 'rows');
        when 'raw' then
            insert into training.raw_payloads
            select * from jsonb_populate_recordset(null::training.raw_payloads, body -> 'answers');
        when 'load' then
            insert into training.daily_load
            select * from jsonb_populate_recordset(null::training.daily_load, body -> 'rows');
        when 'zone_time' then
            insert into training.workout_zone_seconds
            select r.* from jsonb_populate_recordset(null::training.workout_zone_seconds, body -> 'rows') r
            where exists (select from training.workouts_executed w where w.id = r.workout_id)
            on conflict (workout_id, metric, zone) do update set
                label = excluded.label, seconds = excluded.seconds;
    end case;
end
$$;

-- batch: {schema, epoch, units: [{kind, key, base, sha, deleted, changed_at, body}, ...]}
-- base: the version the client last saw of the unit, null if none; what every device derives alike
-- (load, zone_time) has none and the last one holds.
-- Answer: {epoch, before, last, results: [{kind, key, version, status, server}, ...]} in the order of the batch;
-- before, last: the newest version before and after this call; status ok | same | conflict; server: what stands there instead, {version, sha, deleted, changed_at, body}.
-- One transaction: a call that fails leaves nothing behind, a call repeated changes nothing.
create function public.sync_push(batch jsonb) returns jsonb
language plpgsql set search_path = '' set lock_timeout = '5s' as $$
declare
    unit    jsonb;
    known   training.units;
    results jsonb[] := '{}';
    version bigint;
    before  bigint;
begin
    if (batch ->> 'schema')::int > (select max(m.version) from training.migrations m) then
        raise exception 'the database has an older schema than this program'
            using errcode = 'PT426', hint = 'run `training-brain db migrate`';
    end if;
    if batch ->> 'epoch' is not null and batch ->> 'epoch' <> training.epoch() then
        raise exception 'the database was restored or replaced'
            using errcode = 'PT409', hint = 'the next sync compares everything anew by itself';
    end if;
    perform training.lock();
    select coalesce(max(u.version), 0) into before from training.units u;
    perform set_config('training.pushing', 'on', true);
    for unit in select * from jsonb_array_elements(batch -> 'units') loop
        select * into known from training.units u
        where u.kind = unit ->> 'kind' and u.key = unit ->> 'key';
        if found and known.deleted = (unit ->> 'deleted')::boolean
           and (known.deleted or known.sha = unit ->> 'sha') then
            results := results || jsonb_build_object(
                'kind', known.kind, 'key', known.key, 'version', known.version, 'status', 'same');
        elsif found and known.kind not in ('load', 'zone_time')
              and known.version is distinct from (unit ->> 'base')::bigint then
            results := results || jsonb_build_object(
                'kind', known.kind, 'key', known.key, 'version', known.version, 'status', 'conflict',
                'server', jsonb_build_object(
                    'version', known.version, 'sha', known.sha, 'deleted', known.deleted,
                    'changed_at', known.changed_at, 'body', training.body(known.kind, known.key)));
        else
            if (unit ->> 'deleted')::boolean then
                perform training.drop_unit(unit ->> 'kind', unit ->> 'key');
            else
                perform training.put_unit(unit ->> 'kind', unit ->> 'key', unit -> 'body');
            end if;
            version := training.stamp(
                unit ->> 'kind', unit ->> 'key', unit ->> 'sha', (unit ->> 'deleted')::boolean,
                (unit ->> 'changed_at')::timestamptz);
            results := results || jsonb_build_object(
                'kind', unit ->> 'kind', 'key', unit ->> 'key', 'version', version, 'status', 'ok');
        end if;
    end loop;
    perform set_config('training.pushing', 'off', true);
    return jsonb_build_object(
        'epoch', training.epoch(), 'before', before,
        'last', (select coalesce(max(u.version), 0) from training.units u), 'results', to_jsonb(results));
end
$$;

-- Units with version > after, in the order of versions, at most max_rows and some 1 MB of JSON.
-- Answer: {epoch, units: [{kind, key, version, sha, deleted, changed_at, body}, ...], next, more}
create function public.sync_pull(after bigint, max_rows int) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    known training.units;
    one   jsonb;
    found_units jsonb[] := '{}';
    size  bigint := 0;
    last_version bigint := after;
    more  boolean := false;
begin
    for known in
        select * from training.units u where u.version > after and u.kind not in ('load', 'zone_time')
        order by u.version limit max_rows + 1
    loop
        if cardinality(found_units) >= max_rows or size > 3000000 then
            more := true;
            exit;
        end if;
        one := to_jsonb(known) || jsonb_build_object(
            'body', case when not known.deleted then training.body(known.kind, known.key) end);
        size := size + pg_catalog.pg_column_size(one);
        found_units := found_units || one;
        last_version := known.version;
    end loop;
    if not more then
        -- One snapshot serves the whole function: nothing below its newest version is still to come.
        select coalesce(max(u.version), 0) into last_version from training.units u;
    end if;
    return jsonb_build_object(
        'epoch', training.epoch(), 'units', to_jsonb(found_units), 'next', last_version, 'more', more);
end
$$;

-- Our own objects that a public API role can use; there should be none.
create function training.exposed() returns text[]
language sql stable set search_path = '' as $$
    select coalesce(array_agg(distinct o.name order by o.name), '{}')
    from (
        select c.relnamespace::regnamespace || '.' || c.relname as name, r.oid as role_id, 'r' as what, c.oid
        from pg_catalog.pg_class c, pg_catalog.pg_roles r
        where r.rolname in ('anon', 'authenticated') and c.relkind in ('r', 'v')
          and (c.relnamespace::regnamespace::text = 'training'
               or c.relnamespace::regnamespace::text = 'public' and exists (
                    select from pg_catalog.pg_rewrite w
                    join pg_catalog.pg_depend d on d.objid = w.oid and d.classid = 'pg_catalog.pg_rewrite'::regclass
                    join pg_catalog.pg_class t on t.oid = d.refobjid
                    where w.ev_class = c.oid and t.relnamespace::regnamespace::text = 'training'))
        union all
        select p.pronamespace::regnamespace || '.' || p.proname, r.oid, 'f', p.oid
        from pg_catalog.pg_proc p, pg_catalog.pg_roles r
        where r.rolname in ('anon', 'authenticated')
          and (p.pronamespace::regnamespace::text = 'training'
               or p.pronamespace::regnamespace::text = 'public'
                  and p.proname in ('sync_push', 'sync_pull', 'schema_info', 'best_average', 'athlete_today'))
    ) o
    where case o.what when 'r'
          then pg_catalog.has_table_privilege(o.role_id, o.oid, 'select, insert, update, delete')
          else pg_catalog.has_function_privilege(o.role_id, o.oid, 'execute') end
$$;

-- What the program asks first: the schema's version, the epoch, sizes and counts.
create function public.schema_info() returns jsonb
language sql stable set search_path = '' as $$
    select jsonb_build_object(
        'schema', (select max(m.version) from training.migrations m),
        'epoch', training.epoch(),
        'last_version', (select coalesce(max(u.version), 0) from training.units u),
        'athlete_id', (select a.id from training.athletes a order by a.created_at limit 1),
        'units', (select coalesce(jsonb_object_agg(k.kind, k.n), '{}') from (
            select u.kind, count(*) as n from training.units u where not u.deleted group by u.kind) k),
        'exposed', training.exposed(),
        'database_bytes', pg_catalog.pg_database_size(pg_catalog.current_database()))
$$;

do $$
declare
    named text[];
begin
    foreach named slice 1 in array array[
        ['athletes', 'athlete', 'id', '', ''],
        ['workouts_planned', 'planned', 'id', '', ''],
        ['plan_changes', 'planned', 'planned_id', '', ''],
        ['workouts_executed', 'workout', 'id', '', ''],
        ['workout_laps', 'workout', 'workout_id', '', ''],
        ['workout_streams', 'workout', 'workout_id', '', ''],
        ['workout_sources', 'workout', 'workout_id', '', ''],
        ['wellness_daily', 'wellness', 'date', '', ''],
        ['raw_payloads', 'raw', 'source', 'key', ''],
        ['thresholds', 'threshold', 'sport', 'metric', 'valid_from'],
        ['training_zones', 'zones', 'sport', 'metric', 'valid_from']
    ] loop
        execute format(
            'create trigger touched after insert or update or delete on training.%I'
            ' for each row execute function training.touch(%s)',
            named[1],
            (select string_agg(quote_literal(word), ', ') from unnest(named[2:]) word where word <> ''));
        execute format(
            'create trigger locks before insert or update or delete on training.%I'
            ' for each statement execute function training.lock_first()', named[1]);
        execute format(
            'create trigger kept before truncate on training.%I'
            ' for each statement execute function training.refuse_truncate()', named[1]);
    end loop;
end
$$;

create trigger lets_go after delete on training.workouts_planned
    for each row execute function training.let_go();
create trigger lets_go after delete on training.workouts_executed
    for each row execute function training.let_go();
