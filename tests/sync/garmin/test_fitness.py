"""Thresholds and zones: Garmin's are taken when they are new, the athlete's own are left alone."""

from datetime import timedelta
from typing import Any

from mirror.database import open_mirror
from mirror.home import mirror_path
from sync.thresholds import set_threshold
from tests.replicas.garmin import GarminReplica
from tests.replicas.garmin_home import Home

HEART = {
    "trainingMethod": "LACTATE_THRESHOLD", "lactateThresholdHeartRateUsed": 167,
    "restingHeartRateUsed": 44, "maxHeartRateUsed": 186, "sport": "DEFAULT",
    "zone1Floor": 108, "zone2Floor": 128, "zone3Floor": 142, "zone4Floor": 156, "zone5Floor": 167,
}  # fmt: skip


def power(sport: str, watts: float, *floors: float) -> dict[str, Any]:
    zones = {f"zone{k}Floor": floor for k, floor in enumerate(floors, start=1)}
    return {"sport": sport, "functionalThresholdPower": watts, **zones}


SET = {
    "lactate": [
        {"calendarDate": "2026-10-28T21:23:51.953", "speed": 0.4, "hearRate": None},
        {"calendarDate": "2026-10-28T21:23:51.953", "hearRate": 171, "heartRateCycling": 160},
    ],
    "ftp": {"calendarDate": "2026-09-08T17:11:42.503", "functionalThresholdPower": 268},
    "heart_rate_zones": [HEART],
    "power_zones": [power("CYCLING", 275.0, 0, 151, 206, 248, 289, 330, 413)],
    "settings": {"userData": {"gender": "FEMALE", "birthDate": "1988-02-02", "weight": 61500.0}},
}
THRESHOLDS = (
    "SELECT sport, metric, value, valid_from, source FROM thresholds"
    " WHERE source <> 'estimated' ORDER BY 1, 2, 4"
)


def test_all_of_it(home: Home, garmin: GarminReplica) -> None:
    garmin.biometrics = dict(SET)
    home.sync("daily")
    today = home.today.isoformat()
    assert home.rows(THRESHOLDS) == [
        ("all", "lthr_bpm", 167.0, today, "garmin"),
        ("all", "max_hr_bpm", 186.0, today, "garmin"),
        ("all", "resting_hr_bpm", 44.0, today, "garmin"),
        ("bike", "ftp_w", 268.0, "2026-09-08", "garmin"),
        ("bike", "lthr_bpm", 160.0, "2026-10-28", "garmin"),
        ("run", "lthr_bpm", 171.0, "2026-10-28", "garmin"),
        ("run", "threshold_pace_s_per_km", 250.0, "2026-10-28", "garmin"),
    ]
    zones = home.rows("SELECT sport, metric, zone, lower, upper FROM training_zones")
    assert ("bike", "power", 1, 0.0, 151.0) in zones
    assert ("bike", "power", 7, 413.0, None) in zones
    assert ("all", "hr", 5, 167.0, None) in zones
    assert home.rows("SELECT sex, birth_year, weight_kg FROM athletes") == [("f", 1988, 61.5)]


def test_the_same_again_is_nothing_new(home: Home, garmin: GarminReplica) -> None:
    garmin.biometrics = dict(SET)
    home.sync("daily")
    before = home.rows(THRESHOLDS), home.rows("SELECT * FROM training_zones")
    for _ in range(3):
        home.later(days=1)
        home.sync("daily")
    assert (home.rows(THRESHOLDS), home.rows("SELECT * FROM training_zones")) == before
    assert home.one("SELECT count(*) FROM raw_payloads WHERE kind = 'power_zones'") == 1


def test_a_new_value_holds_from_its_day_on(home: Home, garmin: GarminReplica) -> None:
    garmin.biometrics = dict(SET)
    home.sync("daily")
    garmin.biometrics["ftp"] = {
        "calendarDate": "2026-11-24T17:00:00.0",
        "functionalThresholdPower": 280,
    }
    higher = {f"zone{k}Floor": HEART[f"zone{k}Floor"] + 2 for k in range(1, 6)}  # type: ignore[operator]
    garmin.biometrics["heart_rate_zones"] = [{**HEART, **higher}]
    home.later(days=1)
    home.sync("daily")
    ftp = home.rows("SELECT value, valid_from FROM thresholds WHERE metric = 'ftp_w' ORDER BY 2")
    assert ftp == [(268.0, "2026-09-08"), (280.0, "2026-11-24")]
    floors = home.rows(
        "SELECT lower FROM training_zones WHERE metric = 'hr' AND valid_from = '2026-11-24'"
    )
    assert [row[0] for row in floors] == [110.0, 130.0, 144.0, 158.0, 169.0]


def test_the_athletes_own_are_left_alone(home: Home, garmin: GarminReplica) -> None:
    since = (home.today - timedelta(days=100)).isoformat()
    with open_mirror(mirror_path(home.base)) as mirror:
        for sport, metric, value in (("bike", "ftp_w", 300.0), ("all", "max_hr_bpm", 191.0)):
            set_threshold(mirror, sport, metric, value, since)
    garmin.biometrics = dict(SET)
    home.sync("daily")
    own = "SELECT sport, metric, value FROM thresholds WHERE metric = 'max_hr_bpm'"
    assert home.rows(own) == [("all", "max_hr_bpm", 191.0)]
    ftp = home.rows("SELECT value, source FROM thresholds WHERE metric = 'ftp_w'")
    assert ftp == [(300.0, "athlete")]


def test_defaults_are_not_believed(home: Home, garmin: GarminReplica) -> None:
    shares = (0.5, 0.6, 0.7, 0.8, 0.9)
    floors = {f"zone{k}Floor": round(185 * share) for k, share in enumerate(shares, start=1)}
    garmin.biometrics = {
        "heart_rate_zones": [
            {"trainingMethod": "HR_MAX", "maxHeartRateUsed": 185, "sport": "DEFAULT", **floors}
        ],
        "power_zones": [
            power("CYCLING", 200.0, 0, 110, 150, 180, 210, 240, 300),
            power("RUNNING", 200.0, 130, 160, 180, 200, 230, 0.0, 0.0),
        ],
    }
    assert home.sync("daily").exit_code == 0
    assert home.rows(THRESHOLDS) == []
    assert home.one("SELECT count(*) FROM training_zones") == 0


def test_a_value_that_cannot_be_is_told_and_left_out(home: Home, garmin: GarminReplica) -> None:
    garmin.biometrics = {"lactate": [{"calendarDate": "2026-10-28", "speed": 0.79}]}
    result = home.sync("daily")
    assert "threshold_pace_s_per_km is left out" in result.message
    assert home.rows(THRESHOLDS) == []
