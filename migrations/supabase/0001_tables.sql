-- The athlete's own Postgres. Everything lives in the private schema `training`; `public` holds
-- nothing but views for reading and the three functions of the sync (0002, 0003).
-- Column names and units are those of the local mirror.

do $$
declare
    taken text;
begin
    select string_agg(c.relname, ', ' order by c.relname) into taken
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relname = any (array[
        'athletes', 'workouts_planned', 'plan_changes', 'workouts_executed', 'workout_laps',
        'workout_zone_seconds', 'workout_sources', 'wellness_daily', 'training_zones', 'thresholds',
        'daily_load', 'activity_streams', 'activity_hr_power', 'workout_bests']);
    if taken is not null then
        raise exception 'the schema public has tables of these names already: %', taken
            using errcode = 'TB003',
                  hint = 'use a project of its own, or move them first: alter table public.NAME set schema before';
    end if;
end
$$;

revoke all on schema training from public;

create table training.athletes (
    id          uuid primary key,
    name        text not null,
    timezone    text not null,
    birth_year  integer,
    sex         text check (sex in ('m', 'f')),
    weight_kg   double precision,
    week_start  integer not null default 1 check (week_start between 1 and 7),
    units       text not null default 'metric' check (units in ('metric', 'imperial')),
    created_at  timestamptz not null default now()
);

create table training.workouts_planned (
    id                  uuid primary key,
    athlete_id          uuid not null references training.athletes (id) on update cascade,
    date                date not null,
    sport               text not null,
    title               text not null,
    duration_planned_s  double precision,
    distance_planned_m  double precision,
    tss_planned         double precision,
    description         text,
    structure           jsonb,
    source              text not null,
    source_uid          text,
    dedup_key           text not null,
    starts_at           timestamptz,
    status              text not null default 'planned' check (status in ('planned', 'removed')),
    first_seen_at       timestamptz not null default now(),
    updated_at          timestamptz not null default now()
);
create index workouts_planned_by_date on training.workouts_planned (date);
create index workouts_planned_by_athlete on training.workouts_planned (athlete_id);

create table training.plan_changes (
    id          uuid primary key,
    planned_id  uuid not null references training.workouts_planned (id) on delete cascade on update cascade,
    seen_at     timestamptz not null,
    kind        text not null check (kind in ('added', 'moved', 'retitled', 'resized', 'removed', 'restored')),
    before      jsonb,
    after       jsonb
);
create index plan_changes_by_plan on training.plan_changes (planned_id);

create table training.workouts_executed (
    id                   uuid primary key,
    athlete_id           uuid not null references training.athletes (id) on update cascade,
    started_at           timestamptz not null,
    utc_offset_s         integer,
    local_date           date not null,
    sport                text not null,
    sub_sport            text,
    title                text,
    duration_s           double precision,
    elapsed_s            double precision,
    moving_s             double precision,
    distance_m           double precision,
    tss                  double precision,
    intensity_factor     double precision,
    load                 double precision,
    load_method          text,
    avg_hr               double precision,
    max_hr               double precision,
    avg_power            double precision,
    max_power            double precision,
    normalized_power     double precision,
    avg_cadence          double precision,
    avg_pace_s_per_km    double precision,
    normalized_pace_s_per_km double precision,
    elevation_gain_m     double precision,
    calories             double precision,
    work_kj              double precision,
    relative_effort      double precision,
    efficiency_factor    double precision,
    variability_index    double precision,
    decoupling_pct       double precision,
    decoupling_withheld  text,
    garmin_activity_id   text,
    strava_activity_id   text,
    tp_workout_id        text,
    fit_file_path        text,
    -- No foreign keys here: a plan row or a parent may arrive in a later push than its workout.
    planned_workout_id   uuid,
    match_method         text not null default 'none' check (match_method in ('auto', 'pinned', 'none')),
    parent_id            uuid,
    device               text,
    rpe                  double precision,
    notes                text,
    excluded_reason      text,
    warnings             text,
    thresholds_used      jsonb,
    analytics_version    integer not null default 0
);
create index workouts_executed_by_date on training.workouts_executed (local_date, started_at);
create index workouts_executed_by_athlete on training.workouts_executed (athlete_id);
create index workouts_executed_by_plan on training.workouts_executed (planned_workout_id)
    where planned_workout_id is not null;
create index workouts_executed_by_parent on training.workouts_executed (parent_id)
    where parent_id is not null;

create table training.workout_laps (
    workout_id         uuid not null references training.workouts_executed (id) on delete cascade on update cascade,
    lap_index          integer not null,
    started_at         timestamptz,
    duration_s         double precision,
    distance_m         double precision,
    avg_hr             double precision,
    max_hr             double precision,
    avg_power          double precision,
    max_power          double precision,
    normalized_power   double precision,
    avg_cadence        double precision,
    avg_pace_s_per_km  double precision,
    intensity          text,
    lap_trigger        text,
    elevation_gain_m   double precision,
    swim_stroke        text,
    swim_lengths       integer,
    primary key (workout_id, lap_index)
);

-- One row a workout, one array a channel, one element a second, NULL where nothing was recorded.
-- hr, power, cadence (* 2) and temperature as they are, so that a question can use them at once.
-- speed (mm/s), altitude (m * 5), lat and lon (degrees * 1e6) and distance (m * 10) as differences
-- to the last recorded second, the first from 0: a third of the size (measured on real files:
-- 31 KB an hour with all nine, index and TOAST included, against 54 KB). `activity_streams` adds up.
create table training.workout_streams (
    workout_id    uuid primary key references training.workouts_executed (id) on delete cascade on update cascade,
    sample_count  integer not null,
    pauses        jsonb not null default '[]',
    hr            smallint[],
    power         smallint[],
    cadence       smallint[],
    temperature   smallint[],
    speed_d       integer[],
    altitude_d    integer[],
    lat_d         integer[],
    lon_d         integer[],
    distance_d    integer[]
);

create table training.workout_curves (
    workout_id    uuid not null references training.workouts_executed (id) on delete cascade on update cascade,
    metric        text not null check (metric in ('power', 'hr', 'speed')),
    grid_version  integer not null,
    curve         bytea not null,
    bests         jsonb not null,
    primary key (workout_id, metric)
);

create table training.workout_histograms (
    workout_id  uuid not null references training.workouts_executed (id) on delete cascade on update cascade,
    metric      text not null check (metric in ('power', 'hr', 'speed')),
    bin_width   double precision not null,
    first_bin   integer not null,
    counts      bytea not null,
    primary key (workout_id, metric)
);

-- Derived by the devices: in the zones in force on the day of the workout.
create table training.workout_zone_seconds (
    workout_id  uuid not null references training.workouts_executed (id) on delete cascade on update cascade,
    metric      text not null check (metric in ('power', 'hr', 'pace_s_per_km')),
    zone        integer not null,
    label       text,
    seconds     double precision not null,
    primary key (workout_id, metric, zone)
);

create table training.workout_sources (
    source      text not null,
    source_id   text not null,
    workout_id  uuid not null references training.workouts_executed (id) on delete cascade on update cascade,
    sha256      text,
    file_name   text,
    rank        integer not null default 0,
    started_at  timestamptz not null,
    ended_at    timestamptz not null,
    fetched_at  timestamptz not null,
    details     jsonb,
    primary key (source, source_id)
);
create index workout_sources_by_workout on training.workout_sources (workout_id);

create table training.wellness_daily (
    athlete_id            uuid not null references training.athletes (id) on update cascade,
    date                  date not null,
    hrv_overnight_ms      double precision,
    hrv_baseline_ms       double precision,
    hrv_weekly_avg_ms     double precision,
    hrv_status            text,
    hrv_baseline_low_ms   double precision,
    hrv_baseline_high_ms  double precision,
    rhr_bpm               double precision,
    sleep_total_s         double precision,
    sleep_deep_s          double precision,
    sleep_light_s         double precision,
    sleep_rem_s           double precision,
    sleep_awake_s         double precision,
    sleep_score           double precision,
    sleep_start_at        timestamptz,
    sleep_end_at          timestamptz,
    body_battery_high     double precision,
    body_battery_low      double precision,
    body_battery_charged  double precision,
    body_battery_drained  double precision,
    stress_avg            double precision,
    stress_max            double precision,
    training_readiness    double precision,
    training_status       text,
    vo2_max               double precision,
    vo2_max_cycling       double precision,
    weight_kg             double precision,
    body_fat_pct          double precision,
    respiration_avg       double precision,
    spo2_avg              double precision,
    steps                 integer,
    floors_climbed        double precision,
    intraday_updated_at   timestamptz,
    daily_updated_at      timestamptz,
    primary key (athlete_id, date)
);

-- What a source said of one day, compressed (zlib), the newest answer of each kind: for a device that
-- makes its days anew. No view shows it.
create table training.raw_payloads (
    source      text not null,
    key         text not null,
    kind        text not null,
    fetched_at  timestamptz not null,
    sha256      text not null,
    payload     bytea not null,
    primary key (source, key, kind)
);

create table training.training_zones (
    athlete_id  uuid not null references training.athletes (id) on update cascade,
    sport       text not null,
    metric      text not null check (metric in ('hr', 'power', 'pace_s_per_km')),
    zone        integer not null,
    lower       double precision,
    upper       double precision,
    label       text,
    valid_from  date not null,
    primary key (athlete_id, sport, metric, valid_from, zone)
);

create table training.thresholds (
    athlete_id  uuid not null references training.athletes (id) on update cascade,
    sport       text not null,
    metric      text not null,
    value       double precision not null,
    valid_from  date not null,
    source      text not null check (source in ('athlete', 'garmin', 'estimated')),
    primary key (athlete_id, sport, metric, valid_from)
);

create table training.daily_load (
    local_date  date primary key,
    load        double precision not null,
    ctl         double precision not null,
    atl         double precision not null,
    tsb         double precision not null,
    by_sport    jsonb not null
);
