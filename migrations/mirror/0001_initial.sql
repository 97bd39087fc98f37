-- The local mirror. Timestamps are UTC ISO-8601 with offset, SI units stand in the names,
-- NULL means unknown (never 0). AGENTS.md explains each table to people and agents.

CREATE TABLE athletes (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    timezone    TEXT NOT NULL,
    birth_year  INTEGER,
    sex         TEXT CHECK (sex IN ('m', 'f')),
    weight_kg   REAL,
    week_start  INTEGER NOT NULL DEFAULT 1 CHECK (week_start BETWEEN 1 AND 7), -- ISO: 1 Monday
    units       TEXT NOT NULL DEFAULT 'metric' CHECK (units IN ('metric', 'imperial')),
    created_at  TEXT NOT NULL
);

CREATE TABLE workouts_planned (
    id                  TEXT PRIMARY KEY,
    athlete_id          TEXT NOT NULL REFERENCES athletes (id) ON UPDATE CASCADE,
    date                TEXT NOT NULL,
    sport               TEXT NOT NULL,
    title               TEXT NOT NULL,
    duration_planned_s  REAL,
    distance_planned_m  REAL,
    tss_planned         REAL,
    description         TEXT,
    structure           TEXT,
    source              TEXT NOT NULL,
    source_uid          TEXT,
    dedup_key           TEXT NOT NULL,
    starts_at           TEXT,
    status              TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'removed')),
    first_seen_at       TEXT NOT NULL,
    updated_at          TEXT NOT NULL,
    UNIQUE (source, dedup_key)
);
CREATE INDEX workouts_planned_by_date ON workouts_planned (date);

CREATE TABLE plan_changes (
    id          TEXT PRIMARY KEY,
    planned_id  TEXT NOT NULL REFERENCES workouts_planned (id) ON DELETE CASCADE ON UPDATE CASCADE,
    seen_at     TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('added', 'moved', 'retitled', 'resized', 'removed', 'restored')),
    before      TEXT,
    after       TEXT
);
CREATE INDEX plan_changes_by_time ON plan_changes (seen_at);

CREATE TABLE workouts_executed (
    id                   TEXT PRIMARY KEY,
    athlete_id           TEXT NOT NULL REFERENCES athletes (id) ON UPDATE CASCADE,
    started_at           TEXT NOT NULL,
    utc_offset_s         INTEGER,
    local_date           TEXT NOT NULL,
    sport                TEXT NOT NULL,
    sub_sport            TEXT,
    title                TEXT,
    duration_s           REAL,
    elapsed_s            REAL,
    moving_s             REAL,
    distance_m           REAL,
    tss                  REAL,
    intensity_factor     REAL,
    load                 REAL,
    load_method          TEXT,
    avg_hr               REAL,
    max_hr               REAL,
    avg_power            REAL,
    max_power            REAL,
    normalized_power     REAL,
    avg_cadence          REAL,
    avg_pace_s_per_km    REAL,
    normalized_pace_s_per_km REAL, -- pace on the flat that costs the same (runs)
    elevation_gain_m     REAL,
    calories             REAL,
    work_kj              REAL,
    relative_effort      REAL,
    efficiency_factor    REAL,
    variability_index    REAL,
    decoupling_pct       REAL,
    decoupling_withheld  TEXT,
    garmin_activity_id   TEXT UNIQUE,
    strava_activity_id   TEXT UNIQUE,
    tp_workout_id        TEXT,
    fit_file_path        TEXT,
    planned_workout_id   TEXT REFERENCES workouts_planned (id) ON DELETE SET NULL ON UPDATE CASCADE,
    match_method         TEXT NOT NULL DEFAULT 'none' CHECK (match_method IN ('auto', 'pinned', 'none')),
    parent_id            TEXT REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    device               TEXT,
    rpe                  REAL,
    notes                TEXT,
    excluded_reason      TEXT,
    warnings             TEXT,
    thresholds_used      TEXT,
    analytics_version    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX workouts_executed_by_date ON workouts_executed (local_date, started_at);
CREATE INDEX workouts_executed_by_start ON workouts_executed (started_at);
CREATE INDEX workouts_executed_by_parent ON workouts_executed (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX workouts_executed_by_plan ON workouts_executed (planned_workout_id) WHERE planned_workout_id IS NOT NULL;
CREATE INDEX workouts_executed_by_sport ON workouts_executed (sport, started_at);

CREATE TABLE workout_laps (
    workout_id         TEXT NOT NULL REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    lap_index          INTEGER NOT NULL,
    started_at         TEXT,
    duration_s         REAL,
    distance_m         REAL,
    avg_hr             REAL,
    max_hr             REAL,
    avg_power          REAL,
    max_power          REAL,
    normalized_power   REAL,
    avg_cadence        REAL,
    avg_pace_s_per_km  REAL,
    intensity          TEXT,
    lap_trigger        TEXT,
    elevation_gain_m   REAL,
    swim_stroke        TEXT,
    swim_lengths       INTEGER,
    PRIMARY KEY (workout_id, lap_index)
) WITHOUT ROWID;

-- One row a workout, one column a channel: 1 Hz from started_at, gaps explicit (mirror/codec.py).
CREATE TABLE workout_streams (
    workout_id    TEXT PRIMARY KEY REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    sample_count  INTEGER NOT NULL,
    pauses        TEXT NOT NULL DEFAULT '[]', -- [[first second, end second), ...] with the timer stopped
    hr            BLOB,
    power         BLOB,
    cadence       BLOB,
    speed         BLOB,
    altitude      BLOB,
    lat           BLOB,
    lon           BLOB,
    distance      BLOB,
    temperature   BLOB
);

-- Mean-max on the fixed grid of analytics/durations.py; uint16 little endian: W, bpm*10, mm/s; 0 = not reached.
CREATE TABLE workout_curves (
    workout_id    TEXT NOT NULL REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    metric        TEXT NOT NULL CHECK (metric IN ('power', 'hr', 'speed')),
    grid_version  INTEGER NOT NULL,
    curve         BLOB NOT NULL,
    bests         TEXT NOT NULL, -- {"seconds": value} at the standard durations
    PRIMARY KEY (workout_id, metric)
);

-- Seconds per bin (5 W, 1 bpm, 0.1 m/s), so that new zones need no stream.
CREATE TABLE workout_histograms (
    workout_id  TEXT NOT NULL REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    metric      TEXT NOT NULL CHECK (metric IN ('power', 'hr', 'speed')),
    bin_width   REAL NOT NULL,
    first_bin   INTEGER NOT NULL,
    counts      BLOB NOT NULL, -- uint32 little endian
    PRIMARY KEY (workout_id, metric)
);

CREATE TABLE workout_sources (
    source      TEXT NOT NULL,
    source_id   TEXT NOT NULL,
    workout_id  TEXT NOT NULL REFERENCES workouts_executed (id) ON DELETE CASCADE ON UPDATE CASCADE,
    sha256      TEXT,
    file_name   TEXT,
    rank        INTEGER NOT NULL DEFAULT 0, -- the highest wins the streams
    started_at  TEXT NOT NULL,
    ended_at    TEXT NOT NULL,
    fetched_at  TEXT NOT NULL,
    details     TEXT, -- JSON: what this source alone says (sport, identity, title, device, ...)
    PRIMARY KEY (source, source_id)
);
CREATE INDEX workout_sources_by_time ON workout_sources (started_at);
CREATE INDEX workout_sources_by_workout ON workout_sources (workout_id);
CREATE INDEX workout_sources_by_sha ON workout_sources (sha256);

CREATE TABLE wellness_daily (
    athlete_id            TEXT NOT NULL REFERENCES athletes (id) ON UPDATE CASCADE,
    date                  TEXT NOT NULL,
    hrv_overnight_ms      REAL,
    hrv_baseline_ms       REAL,
    hrv_weekly_avg_ms     REAL,
    hrv_status            TEXT,
    hrv_baseline_low_ms   REAL,
    hrv_baseline_high_ms  REAL,
    rhr_bpm               REAL,
    sleep_total_s         REAL,
    sleep_deep_s          REAL,
    sleep_light_s         REAL,
    sleep_rem_s           REAL,
    sleep_awake_s         REAL,
    sleep_score           REAL,
    sleep_start_at        TEXT,
    sleep_end_at          TEXT,
    body_battery_high     REAL,
    body_battery_low      REAL,
    body_battery_charged  REAL,
    body_battery_drained  REAL,
    stress_avg            REAL,
    stress_max            REAL,
    training_readiness    REAL,
    training_status       TEXT,
    vo2_max               REAL,
    vo2_max_cycling       REAL,
    weight_kg             REAL,
    body_fat_pct          REAL,
    respiration_avg       REAL,
    spo2_avg              REAL,
    steps                 INTEGER,
    floors_climbed        REAL,
    intraday_updated_at   TEXT,
    daily_updated_at      TEXT,
    PRIMARY KEY (athlete_id, date)
) WITHOUT ROWID;

CREATE TABLE training_zones (
    athlete_id  TEXT NOT NULL REFERENCES athletes (id) ON UPDATE CASCADE,
    sport       TEXT NOT NULL,
    metric      TEXT NOT NULL CHECK (metric IN ('hr', 'power', 'pace_s_per_km')),
    zone        INTEGER NOT NULL,
    lower       REAL,
    upper       REAL,
    label       TEXT,
    valid_from  TEXT NOT NULL,
    PRIMARY KEY (athlete_id, sport, metric, valid_from, zone)
) WITHOUT ROWID;

CREATE TABLE thresholds (
    athlete_id  TEXT NOT NULL REFERENCES athletes (id) ON UPDATE CASCADE,
    sport       TEXT NOT NULL,
    metric      TEXT NOT NULL,
    value       REAL NOT NULL,
    valid_from  TEXT NOT NULL,
    source      TEXT NOT NULL CHECK (source IN ('athlete', 'garmin', 'estimated')),
    PRIMARY KEY (athlete_id, sport, metric, valid_from)
) WITHOUT ROWID;

CREATE TABLE daily_load (
    local_date  TEXT PRIMARY KEY,
    load        REAL NOT NULL,
    ctl         REAL NOT NULL,
    atl         REAL NOT NULL,
    tsb         REAL NOT NULL,
    by_sport    TEXT NOT NULL -- {"bike": {"s": 3600, "m": 30000, "load": 62.1, "n": 1}, ...}
) WITHOUT ROWID;

CREATE TABLE raw_payloads (
    source      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    fetched_at  TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    payload     BLOB NOT NULL, -- zlib
    PRIMARY KEY (source, kind, key, sha256)
);

CREATE TABLE sync_ledger (
    source       TEXT NOT NULL,
    dataset      TEXT NOT NULL,
    item         TEXT NOT NULL, -- a day, or an item's id
    state        TEXT NOT NULL CHECK (state IN ('full', 'summary', 'absent', 'failed', 'pending')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    reason       TEXT,
    next_try_at  TEXT,
    updated_at   TEXT NOT NULL,
    PRIMARY KEY (source, dataset, item)
) WITHOUT ROWID;

CREATE TABLE sync_runs (
    id           TEXT PRIMARY KEY,
    profile      TEXT NOT NULL,
    started_at   TEXT NOT NULL,
    finished_at  TEXT,
    outcome      TEXT,
    result       TEXT
);

-- What the hub has not acknowledged yet: one row a unit, a workout's parts travel together.
CREATE TABLE outbox (
    kind        TEXT NOT NULL,
    key         TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- What the hub and this mirror last agreed on, unit by unit; `base` is the unit's own row as of then
-- (JSON), from which a conflict tells who changed which column.
CREATE TABLE hub_units (
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    version  INTEGER NOT NULL,
    sha      TEXT,
    base     TEXT,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- Both sides changed one column: the later change holds, the other value is kept here.
CREATE TABLE hub_conflicts (
    id       INTEGER PRIMARY KEY,
    seen_at  TEXT NOT NULL,
    kind     TEXT NOT NULL,
    key      TEXT NOT NULL,
    field    TEXT NOT NULL,
    kept     TEXT,
    lost     TEXT,
    lost_by  TEXT NOT NULL CHECK (lost_by IN ('here', 'hub'))
);

CREATE TABLE hub_state (
    name   TEXT PRIMARY KEY,
    value  TEXT
) WITHOUT ROWID;

CREATE TABLE settings (
    name   TEXT PRIMARY KEY,
    value  TEXT
) WITHOUT ROWID;
