-- Who may do what. The program comes as service_role (secret key); agents read through views as
-- training_agent or through Supabase's read-only MCP; the public API roles get nothing at all.

do $$
declare
    named record;
begin
    for named in select c.relname from pg_class c
                 where c.relnamespace = 'training'::regnamespace and c.relkind = 'r' loop
        execute format('alter table training.%I enable row level security', named.relname);
    end loop;
    if not exists (select from pg_roles where rolname = 'training_agent') then
        -- No login yet: the athlete gives it a password when an agent shall connect.
        create role training_agent nologin noinherit connection limit 5;
    end if;
    alter role training_agent set default_transaction_read_only = on;
    alter role training_agent set statement_timeout = '15s';
    alter role training_agent set idle_in_transaction_session_timeout = '30s';
    alter role training_agent set search_path = 'public';
end
$$;

-- One row a second, as questions written for the original expect it.
create view public.activity_streams with (security_invoker = on) as
select s.workout_id, (u.o - 1)::integer as bin_offset_s, 1 as bin_size_s,
       u.hr::integer as hr, u.power::integer as power, u.cadence / 2.0 as cadence,
       u.temperature::integer as temperature,
       case when u.speed is not null then sum(u.speed) over w / 1000.0 end as speed_m_s,
       case when u.altitude is not null then sum(u.altitude) over w / 5.0 end as altitude_m,
       case when u.lat is not null then sum(u.lat) over w / 1e6 end as lat,
       case when u.lon is not null then sum(u.lon) over w / 1e6 end as lon,
       case when u.distance is not null then sum(u.distance) over w / 10.0 end as distance_m
from training.workout_streams s
cross join lateral unnest(
    s.hr, s.power, s.cadence, s.temperature, s.speed_d, s.altitude_d, s.lat_d, s.lon_d, s.distance_d
) with ordinality u (hr, power, cadence, temperature, speed, altitude, lat, lon, distance, o)
window w as (partition by s.workout_id order by u.o rows unbounded preceding);

-- The two channels most asked for, without the cost of adding up the others.
create view public.activity_hr_power with (security_invoker = on) as
select s.workout_id, (u.o - 1)::integer as second, u.hr::integer as hr, u.power::integer as power
from training.workout_streams s
cross join lateral unnest(s.hr, s.power) with ordinality u (hr, power, o);

create view public.workout_bests with (security_invoker = on) as
select c.workout_id, c.metric, b.key::integer as duration_s, b.value::double precision as value
from training.workout_curves c cross join lateral jsonb_each_text(c.bests) b;

do $$
declare
    named text;
begin
    foreach named in array array[
        'athletes', 'workouts_planned', 'plan_changes', 'workouts_executed', 'workout_laps',
        'workout_zone_seconds', 'workout_sources', 'wellness_daily', 'training_zones', 'thresholds',
        'daily_load'
    ] loop
        execute format(
            'create view public.%1$I with (security_invoker = on) as select * from training.%1$I', named);
    end loop;
end
$$;

-- The highest mean of a channel over a window of seconds, gaps disqualify: {value, from_second}.
create function public.best_average(workout uuid, channel text, seconds integer) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
    samples smallint[];
    total   bigint := 0;
    missing integer := 0;
    best    bigint;
    best_at integer;
begin
    execute format('select s.%I from training.workout_streams s where s.workout_id = $1',
                   case when channel in ('hr', 'power', 'cadence') then channel end)
    into samples using workout;
    for i in 1 .. coalesce(cardinality(samples), 0) loop
        if samples[i] is null then missing := missing + 1; else total := total + samples[i]; end if;
        if i > seconds then
            if samples[i - seconds] is null then missing := missing - 1;
            else total := total - samples[i - seconds]; end if;
        end if;
        if i >= seconds and missing = 0 and (best is null or total > best) then
            best := total;
            best_at := i - seconds;
        end if;
    end loop;
    return case when best is not null then jsonb_build_object(
        'value', round(best::numeric / seconds / case channel when 'cadence' then 2 else 1 end, 1),
        'from_second', best_at) end;
end
$$;

-- The athlete's date now: days are the athlete's, the server's clock is not.
create function public.athlete_today() returns date
language sql stable set search_path = '' as $$
    select (now() at time zone a.timezone)::date from training.athletes a limit 1
$$;

do $$
declare
    named record;
    role_name text;
    views     text[] := array[
        'athletes', 'workouts_planned', 'plan_changes', 'workouts_executed', 'workout_laps',
        'workout_zone_seconds', 'workout_sources', 'wellness_daily', 'training_zones', 'thresholds',
        'daily_load', 'activity_streams', 'activity_hr_power', 'workout_bests'];
begin
    revoke execute on all functions in schema training from public;
    for named in select p.oid::regprocedure as signature from pg_proc p
                 where p.pronamespace = 'public'::regnamespace
                   and p.proname in ('sync_push', 'sync_pull', 'schema_info', 'best_average', 'athlete_today') loop
        execute format('revoke execute on function %s from public', named.signature);
    end loop;
    foreach role_name in array array['anon', 'authenticated'] loop
        continue when not exists (select from pg_roles where rolname = role_name);
        for named in select p.oid::regprocedure as signature from pg_proc p
                     where p.pronamespace = 'public'::regnamespace
                       and p.proname in ('sync_push', 'sync_pull', 'schema_info', 'best_average', 'athlete_today') loop
            execute format('revoke execute on function %s from %I', named.signature, role_name);
        end loop;
        for named in select c.relname from pg_class c
                     where c.relnamespace = 'public'::regnamespace and c.relname = any (views) loop
            execute format('revoke all on public.%I from %I', named.relname, role_name);
        end loop;
    end loop;
    for named in select c.relname from pg_class c
                 where c.relnamespace = 'public'::regnamespace and c.relname = any (views) loop
        execute format('revoke all on public.%I from public', named.relname);
        execute format('grant select on public.%I to training_agent', named.relname);
        if exists (select from pg_roles where rolname = 'service_role') then
            execute format('grant select on public.%I to service_role', named.relname);
        end if;
    end loop;
    for named in select c.relname from pg_class c
                 where c.relnamespace = 'training'::regnamespace and c.relkind = 'r'
                   and c.relname not in ('units', 'hub', 'migrations', 'raw_payloads') loop
        execute format('grant select on training.%I to training_agent', named.relname);
        execute format('create policy agent_reads on training.%I for select to training_agent using (true)',
                       named.relname);
    end loop;
    for named in select unnest(array['units', 'hub', 'migrations', 'raw_payloads']) as relname loop
        execute format('create policy not_for_agents on training.%I for select to training_agent'
                       ' using (false)', named.relname);
    end loop;
    grant usage on schema public, training to training_agent;
    grant execute on function public.best_average(uuid, text, integer), public.athlete_today()
        to training_agent;
    -- Supabase's read-only MCP reads every table, but calls only what it is granted.
    if exists (select from pg_roles where rolname = 'supabase_read_only_user') then
        grant execute on function public.best_average(uuid, text, integer), public.athlete_today()
            to supabase_read_only_user;
    end if;
    if exists (select from pg_roles where rolname = 'service_role') then
        grant usage on schema public, training to service_role;
        grant select, insert, update, delete on all tables in schema training to service_role;
        grant usage on all sequences in schema training to service_role;
        grant execute on all functions in schema training to service_role;
        grant execute on function public.sync_push(jsonb), public.sync_pull(bigint, integer),
            public.schema_info(), public.best_average(uuid, text, integer), public.athlete_today()
            to service_role;
    end if;
end
$$;
